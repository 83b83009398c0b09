"""Share counts and multiples in Tencent's quote line (qt.gtimg.cn), at the price of this moment.

Fields by position: 3 last, 30 time, 39 PE of four quarters, 44 and 45 float and total market value in 亿,
46 PB, 53 PE of the last year, 72 and 73 float and total shares. Market values come rounded to 0.01亿; those
that do not fit price × shares are left out, and the line is not believed where neither does.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import httpx

from market.company import SHARES, Shares
from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.securities import Security
from market.session import SHANGHAI
from market.sources.frames import decimal, whole
from market.sources.row import number, positive
from market.sources.source import download
from market.sources.tencent import HOST, NAME, url
from market.valuation import VALUATION, Valuation, vetted

_LINE = re.compile(r'v_(sh|sz|bj)([0-9]{6})="([^"]*)"')
_NOTHING_FOUND = "v_pv_none_match"
_FEWEST_FIELDS = 74
_YI = 10**8


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says; `at` is its own time."""

    at: datetime
    valuation: Valuation
    shares: Shares


def parse(payload: bytes, security: Security) -> Line | None:
    """The line about `security`; None where Tencent knows of none. Raises SourceChanged."""
    text = payload.decode("gbk", errors="replace")
    if _NOTHING_FOUND in text:
        return None
    found = _LINE.search(text)
    fields = found[3].split("~") if found else []
    if found is None or len(fields) < _FEWEST_FIELDS:
        raise SourceChanged(NAME, ("fields",))
    if f"{found[1].upper()}{found[2]}" != security.ref or fields[2] != security.code:
        raise SourceChanged(NAME, ("code",))
    with foreign_errors(NAME):
        return _line(fields)


def _line(fields: list[str]) -> Line | None:
    """None of a share without a price, or without a market value."""
    at = datetime.strptime(fields[30], "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI)
    shares = Shares(whole(fields[73]), whole(fields[72]))
    valuation = Valuation(
        day=at.date(),
        price=positive(fields[3]),
        pe_ttm=_multiple(fields[39]),
        pe_static=_multiple(fields[53]),
        pb=_multiple(fields[46]),
        total_market_value=decimal(fields[45], _YI),
        float_market_value=decimal(fields[44], _YI),
        total_shares=shares.total,
        float_shares=shares.floating,
    )
    believed = vetted(valuation)
    if believed.total_market_value is None and believed.float_market_value is None:
        if valuation.total_market_value is None or not valuation.price:
            return None
        raise SourceChanged(NAME, ("market value",))
    return Line(at, believed, Shares(shares.total if believed.total_market_value else None, shares.floating))


def _multiple(text: str) -> Decimal | None:
    """A multiple is never 0: that is how a missing one is written."""
    return number(text) or None


class _Tencent:
    """What both facts share: one cheap request."""

    name = NAME
    host = HOST

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    def covers(self, key: Security) -> bool:
        return key.kind == "stock"

    async def _ask(self, security: Security) -> Line | None:
        return parse(await download(self._client, NAME, url([security])), security)


class TencentShares(_Tencent):
    """How many shares there are."""

    kind = SHARES

    async def fetch(self, key: Security) -> Fact[Shares] | None:
        line = await self._ask(key)
        return Fact(line.shares, line.at, NAME) if line else None


class TencentValuation(_Tencent):
    """Multiples of this moment, without their past."""

    kind = VALUATION

    async def fetch(self, key: Security) -> Fact[Valuation] | None:
        line = await self._ask(key)
        return Fact(line.valuation, line.at, NAME) if line else None
