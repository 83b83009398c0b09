"""Securities, quotes, a lexicon and a market for the tests of the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI

NOW = datetime(2021, 7, 28, 15, 30, tzinfo=SHANGHAI)
CLOSE = datetime(2021, 7, 28, 15, 0, tzinfo=SHANGHAI)

MOUTAI = Security(code="600519", exchange="SH", kind="stock", board="主板", name="贵州茅台")
WULIANGYE = Security(code="000858", exchange="SZ", kind="stock", board="主板", name="五粮液")
PING_AN_BANK = Security(code="000001", exchange="SZ", kind="stock", board="主板", name="平安银行")
PING_AN = Security(code="601318", exchange="SH", kind="stock", board="主板", name="中国平安")
PING_AN_WORKS = Security(code="001359", exchange="SZ", kind="stock", board="主板", name="平安电工")
SHANGHAI_INDEX = Security(code="000001", exchange="SH", kind="index", board="", name="上证指数")
CSI_300 = Security(code="000300", exchange="SH", kind="index", board="", name="沪深300")
FUND = Security(code="510300", exchange="SH", kind="etf", board="", name="沪深300ETF")
GONE = Security(code="002450", exchange="SZ", kind="stock", board="主板", name="康得新", status="delisted")
SECURITIES = (
    MOUTAI,
    WULIANGYE,
    PING_AN_BANK,
    PING_AN,
    PING_AN_WORKS,
    SHANGHAI_INDEX,
    CSI_300,
    FUND,
    GONE,
)


def quote_of(security: Security = MOUTAI, **changes: Any) -> Quote:
    """贵州茅台 on 2021-07-28 (data/demo/quotes.csv), limits by the rule of 10 %, 1 as volume ratio."""
    whole = Quote(
        security=security,
        last=Decimal("1768.90"),
        previous_close=Decimal("1712.89"),
        open=Decimal("1703.00"),
        high=Decimal("1788.20"),
        low=Decimal("1682.12"),
        volume=8_536_900,
        amount=Decimal("14792470000"),
        turnover_rate=Decimal("0.68"),
        volume_ratio=Decimal("1.00"),
        limit_up=Decimal("1884.18"),
        limit_down=Decimal("1541.60"),
        suspended=False,
        as_of=CLOSE,
        source="腾讯行情",
        phase="closed",
    )
    return replace(whole, **changes)


class FakeLexicon:
    """Knows SECURITIES, and suggests what it is told to."""

    def __init__(self, near: Mapping[str, Sequence[Security]] | None = None) -> None:
        self._known = {security.ref: security for security in SECURITIES}
        self._near = near or {}

    def get(self, ref: str) -> Security | None:
        return self._known.get(ref)

    def suggest(self, text: str, limit: int = 3) -> Sequence[Security]:
        return self._near.get(text, ())[:limit]


class FakeMarket:
    """Answers the same figures for every security, save for those it is given; counts what it is asked."""

    def __init__(self, special: Mapping[str, Quote | QuoteMissing] | None = None, mode: str = "live") -> None:
        self.mode = mode
        self._special = special or {}
        self.asked: list[list[str]] = []

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]:
        self.asked.append([security.ref for security in securities])
        return {each.ref: self._special.get(each.ref) or quote_of(each) for each in securities}
