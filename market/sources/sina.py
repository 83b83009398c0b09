"""Sina's quotes (hq.sinajs.cn): one call for many codes, GBK, commas, refused without its Referer.

Fields by position: 0 name, 1 open, 2 previous close, 3 last, 4 high, 5 low, 6 best bid, 7 best ask,
8 volume, 9 amount in yuan, 30 date, 31 time, 32 status. Volume counts shares, but lots of 100 for
Shanghai's indices. What has not happened yet is 0.000; an unknown code comes back empty.
"""

import re
from collections.abc import Sequence
from datetime import datetime

import httpx

from market.errors import SourceChanged
from market.securities import Security
from market.session import SHANGHAI
from market.sources.row import Answer, Row, number, positive, shares
from market.sources.source import download

NAME = "新浪财经"
HOST = "hq.sinajs.cn"
REFERER = "https://finance.sina.com.cn/"

_LINE = re.compile(r'var hq_str_(sh|sz|bj)([0-9]{6})="([^"]*)"')
_FEWEST_FIELDS = 33
_HALTED = frozenset({"02", "03", "05", "07"})


def url(securities: Sequence[Security]) -> str:
    return f"https://{HOST}/list=" + ",".join(security.ref.lower() for security in securities)


def parse(payload: bytes) -> Answer:
    """Raises SourceChanged where not one line can be read."""
    text = payload.decode("gbk", errors="replace")
    lines = _LINE.findall(text)
    rows: list[Row] = []
    faults: dict[str, str] = {}
    for exchange, code, body in lines:
        try:
            if body:
                rows.append(_row(exchange, code, body.split(",")))
        except ValueError as error:
            faults[f"{exchange.upper()}{code}"] = str(error)
    if not rows and (faults or not lines):
        raise SourceChanged(NAME, tuple(sorted(set(faults.values()))) or ("lines",))
    return Answer(tuple(rows), faults)


def _row(exchange: str, code: str, fields: list[str]) -> Row:
    if len(fields) < _FEWEST_FIELDS:
        raise ValueError("fields")
    lot = 100 if exchange == "sh" and code.startswith("000") else 1
    amount = number(fields[9])
    if amount is not None and amount < 0:
        raise ValueError("negative amount")
    volume = shares(fields[8], lot)
    return Row(
        ref=f"{exchange.upper()}{code}",
        name=fields[0],
        as_of=_time(fields[30], fields[31]),
        last=positive(fields[3]),
        previous_close=positive(fields[2]),
        open=positive(fields[1]),
        high=positive(fields[4]),
        low=positive(fields[5]),
        volume=volume,
        amount=amount,
        suspended=fields[32].strip() in _HALTED and not volume,
        quiet=not (amount or positive(fields[6]) or positive(fields[7])),
    )


def _time(day: str, time: str) -> datetime:
    if len(day) != 10 or len(time) != 8:
        raise ValueError("time")
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=SHANGHAI)


class Sina:
    """The second source: of another house than the first, with volumes in shares."""

    name = NAME
    host = HOST
    batch = 60

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    def serves(self, security: Security) -> bool:
        return security.exchange in {"SH", "SZ", "BJ"}

    async def fetch(self, securities: Sequence[Security]) -> Answer:
        return parse(await download(self._client, NAME, url(securities), REFERER))
