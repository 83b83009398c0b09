"""Tencent's quotes (qt.gtimg.cn): one call for many codes, GBK, fields between tildes.

Fields by position: 1 name, 2 code, 3 last, 4 previous close, 5 open, 6 and 36 volume, 9 best bid,
19 best ask, 30 time, 31 change, 32 percent, 33 high, 34 low, 35 last/volume/amount in yuan,
38 turnover rate, 47 and 48 limits (-1 for none), 49 volume ratio. Volume counts lots of 100 shares,
but single shares for the STAR market (688, 689). An unknown code is left out of the answer.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import httpx

from market.errors import SourceChanged
from market.securities import Security
from market.session import SHANGHAI
from market.sources.row import Answer, Row, number, positive, shares
from market.sources.source import download

NAME = "腾讯行情"
HOST = "qt.gtimg.cn"

_LINE = re.compile(r'v_(sh|sz|bj)([0-9]{6})="([^"]*)"')
_NOTHING_FOUND = "v_pv_none_match"
_FEWEST_FIELDS = 50
_CLOSE_TO_LAST_TRADE = Decimal("0.02")
_MARKETS = {"sh": "1", "sz": "51", "bj": "62"}


def url(securities: Sequence[Security]) -> str:
    return f"https://{HOST}/q=" + ",".join(security.ref.lower() for security in securities)


def parse(payload: bytes) -> Answer:
    """Raises SourceChanged where not one line can be read."""
    text = payload.decode("gbk", errors="replace")
    rows: list[Row] = []
    faults: dict[str, str] = {}
    for exchange, code, body in _LINE.findall(text):
        ref = f"{exchange.upper()}{code}"
        try:
            rows.append(_row(exchange, code, body.split("~")))
        except ValueError as error:
            faults[ref] = str(error)
    if not rows and (faults or _NOTHING_FOUND not in text):
        raise SourceChanged(NAME, tuple(sorted(set(faults.values()))) or ("lines",))
    return Answer(tuple(rows), faults)


def _row(exchange: str, code: str, fields: list[str]) -> Row:
    if len(fields) < _FEWEST_FIELDS:
        raise ValueError("fields")
    if fields[2] != code or fields[0] != _MARKETS[exchange]:
        raise ValueError("code")
    _agree(fields)
    amount = _amount(fields[35])
    return Row(
        ref=f"{exchange.upper()}{code}",
        name=fields[1],
        as_of=_time(fields[30]),
        last=positive(fields[3]),
        previous_close=positive(fields[4]),
        open=positive(fields[5]),
        high=positive(fields[33]),
        low=positive(fields[34]),
        volume=shares(fields[6], _lot(exchange, code)),
        amount=amount,
        turnover_rate=number(fields[38]),
        volume_ratio=positive(fields[49]),
        limit_up=positive(fields[47]),
        limit_down=positive(fields[48]),
        stated_change=number(fields[31]),
        stated_percent=number(fields[32]),
        quiet=not (amount or _anybody(fields)),
    )


def _lot(exchange: str, code: str) -> int:
    return 1 if exchange == "sh" and code.startswith(("688", "689")) else 100


def _anybody(fields: list[str]) -> bool:
    """Whether somebody bids or asks."""
    return bool(positive(fields[9]) or positive(fields[19]))


def _agree(fields: list[str]) -> None:
    """The line says some things twice; a column that moved makes it contradict itself.

    The price may differ a little: an official close that is an average is not the last trade.
    """
    price, volume, _ = (fields[35] + "//").split("/", 2)
    last, traded = number(fields[3]) or Decimal(0), number(price) or Decimal(0)
    if abs(last - traded) > last * _CLOSE_TO_LAST_TRADE or number(volume) != number(fields[6]):
        raise ValueError("price/volume/amount")
    if number(fields[6]) != number(fields[36]):
        raise ValueError("volume")


def _time(text: str) -> datetime:
    if len(text) != 14:
        raise ValueError("time")
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)


def _amount(triple: str) -> Decimal | None:
    amount = number(triple.split("/")[2])
    if amount is not None and amount < 0:
        raise ValueError("negative amount")
    return amount


class Tencent:
    """The first source: fastest, and the least complained of."""

    name = NAME
    host = HOST
    batch = 60

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    def serves(self, security: Security) -> bool:
        return security.exchange in {"SH", "SZ", "BJ"}

    async def fetch(self, securities: Sequence[Security]) -> Answer:
        return parse(await download(self._client, NAME, url(securities)))
