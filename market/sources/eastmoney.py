"""East Money's quotes (push2, ulist.np): one call for many codes, JSON, bans an address for hours.

Fields: f2 last, f3 percent, f4 change, f5 volume in lots of 100, f6 amount in yuan, f8 turnover
rate, f10 volume ratio, f12 code, f13 market (1 Shanghai, 0 Shenzhen and Beijing), f14 name,
f15 high, f16 low, f17 open, f18 previous close, f124 time in seconds. What is not known is "-".
"""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx

from market.errors import SourceChanged, foreign_errors
from market.pace import Pace
from market.securities import Security
from market.session import SHANGHAI
from market.sources.row import Answer, Row, number, positive, shares
from market.sources.source import download

NAME = "东方财富"
HOST = "push2.eastmoney.com"

FIELDS = "f2,f3,f4,f5,f6,f8,f10,f12,f13,f14,f15,f16,f17,f18,f124"
_LOT = 100


def url(securities: Sequence[Security]) -> str:
    """A security's id is its market and its code; the market keeps index and share 000001 apart."""
    ids = ",".join(f"{1 if security.exchange == 'SH' else 0}.{security.code}" for security in securities)
    return f"https://{HOST}/api/qt/ulist.np/get?fltt=2&invt=2&np=1&fields={FIELDS}&secids={ids}"


def parse(payload: bytes) -> Answer:
    """Raises SourceChanged where the envelope is another, or not one row can be read."""
    with foreign_errors(NAME):
        data = json.loads(payload, parse_float=Decimal, parse_constant=_refuse)["data"]
        items = list(data["diff"]) if data is not None else []
    rows: list[Row] = []
    faults: dict[str, str] = {}
    for item in items:
        ref = "?"
        try:
            ref = _ref(item)
            rows.append(_row(ref, item))
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
            faults[ref] = f"{type(error).__name__}: {error}" if isinstance(error, KeyError) else "value"
    if faults and not rows:
        raise SourceChanged(NAME, tuple(sorted(set(faults.values()))))
    return Answer(tuple(rows), faults)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _ref(item: dict[str, Any]) -> str:
    code, market = item["f12"], item["f13"]
    if not isinstance(code, str) or market not in {0, 1}:
        raise ValueError("code")
    if market == 1:
        return f"SH{code}"
    return f"BJ{code}" if code.startswith(("92", "899")) else f"SZ{code}"


def _row(ref: str, item: dict[str, Any]) -> Row:
    cell = {key: str(value) for key, value in item.items()}
    amount = number(cell["f6"])
    if amount is not None and amount < 0:
        raise ValueError("negative amount")
    return Row(
        ref=ref,
        name=cell["f14"],
        as_of=datetime.fromtimestamp(int(cell["f124"]), SHANGHAI),
        last=positive(cell["f2"]),
        previous_close=positive(cell["f18"]),
        open=positive(cell["f17"]),
        high=positive(cell["f15"]),
        low=positive(cell["f16"]),
        volume=shares(cell["f5"], _LOT),
        amount=amount,
        turnover_rate=number(cell["f8"]),
        volume_ratio=positive(cell["f10"]),
        stated_change=number(cell["f4"]),
        stated_percent=number(cell["f3"]),
        quiet=positive(cell["f2"]) is None,
    )


class EastMoney:
    """The third source: asked one call at a time, since it bans whoever asks more."""

    name = NAME
    host = HOST
    batch = 60

    def __init__(self, client: httpx.AsyncClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    def serves(self, security: Security) -> bool:
        return security.exchange in {"SH", "SZ", "BJ"}

    async def fetch(self, securities: Sequence[Security]) -> Answer:
        async with self._pace.turn(NAME):
            return parse(await download(self._client, NAME, url(securities)))
