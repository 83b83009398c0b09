"""Funds at 东方财富's 天天基金 through unmodified akshare: net asset values, and fees behind those of 雪球.

fund_open_fund_info_em is not called, since it runs the script that the server sends. fund_etf_fund_info_em
asks the history of values and takes any fund. It drops what tells a money fund, whose yields come in the
same columns, but those have no day's change: they are left to the client beside this one.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from market.errors import SourceBanned, SourceChanged, foreign_errors
from market.fact import Fact
from market.fund_fees import steps
from market.funds import FUND_FEES, FUND_NAV, FundFees, FundNav
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import unlisted
from market.sources.frames import day, decimal, records, text
from market.sources.fund_vetting import is_fund, of_day, vet

if TYPE_CHECKING:
    import pandas

NAME = "天天基金"
NAV_HOST = "api.fund.eastmoney.com"
FEES_HOST = "fundf10.eastmoney.com"

_WINDOW = timedelta(days=25)
"""Fewer days than a page has rows, so that akshare asks for one page only."""
_RATES = ("原费率", "赎回费率", "费率")


def read_nav(frame: "pandas.DataFrame", code: str) -> FundNav | None:
    """The latest value; None for a money fund. Raises SourceChanged where a column is missing."""
    rows = records(frame, ("净值日期", "单位净值", "累计净值", "日增长率", "申购状态", "赎回状态"), NAME)
    if all(row["日增长率"] is None for row in rows):
        return None
    latest = max((row for row in rows if row["单位净值"] is not None), key=lambda row: str(row["净值日期"]))
    when = day(latest["净值日期"])
    if when is None:
        raise SourceChanged(NAME, ("净值日期",))
    return FundNav(
        code=code,
        day=when,
        nav=decimal(latest["单位净值"]),
        accumulated=decimal(latest["累计净值"]),
        change_percent=decimal(latest["日增长率"]),
        purchase=text(latest["申购状态"]),
        redemption=text(latest["赎回状态"]),
    )


def read_steps(frame: "pandas.DataFrame", bound: str) -> list[tuple[str, str]]:
    """Conditions and fees of one table, whose fee column has one of several names. Raises SourceChanged."""
    rate = next((name for name in _RATES if name in frame.columns), _RATES[0])
    return [(text(row[bound]), text(row[rate])) for row in records(frame, (bound, rate), NAME)]


class AkshareFundNav:
    """The latest value of a fund that is no money fund."""

    name = NAME
    host = NAV_HOST
    kind = FUND_NAV

    def __init__(self, calls: AkshareCalls, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._now = now

    def covers(self, key: str) -> bool:
        return is_fund(key)

    async def fetch(self, key: str) -> Fact[FundNav] | None:
        now = self._now()
        span = {"start_date": f"{now - _WINDOW:%Y%m%d}", "end_date": f"{now:%Y%m%d}"}
        try:
            frame = await self._calls.call(NAME, NAV_HOST, "fund_etf_fund_info_em", fund=key, **span)
        except SourceChanged as error:
            if "No objects to concatenate" in str(error.__cause__):  # akshare joins no pages of no fund
                return None
            raise
        with foreign_errors(NAME):
            found = read_nav(frame, key)
        return Fact(vet(found, now, NAME), of_day(found.day), NAME) if found else None


class AkshareFundFees:
    """Fees out of two tables of one page, which akshare fetches for each; `gap` seconds lie between.

    A fund that is bought on an exchange has neither, but what it costs to run has a table on every page.
    """

    name = NAME
    host = FEES_HOST
    kind = FUND_FEES

    def __init__(self, calls: AkshareCalls, now: Callable[[], datetime], gap: float = 1.0) -> None:
        self._calls = calls
        self._now = now
        self._gap = gap

    def covers(self, key: str) -> bool:
        return is_fund(key)

    async def fetch(self, key: str) -> Fact[FundFees] | None:
        purchase = await self._table(key, "申购费率（前端）", "适用金额")
        await asyncio.sleep(self._gap)
        redemption = await self._table(key, "赎回费率", "适用期限")
        if purchase or redemption:
            return Fact(FundFees(key, steps(purchase, NAME), steps(redemption, NAME)), self._now(), NAME)
        await asyncio.sleep(self._gap)
        if await self._ask(key, "运作费用") is None:  # akshare reads any page, that of a refusal too
            raise SourceBanned(NAME, "no tables")
        return None

    async def _table(self, code: str, table: str, bound: str) -> list[tuple[str, str]]:
        """The rows of a table; none where the page has no such table."""
        frame = await self._ask(code, table)
        with foreign_errors(NAME):
            return [] if frame is None else read_steps(frame, bound)

    async def _ask(self, code: str, table: str) -> "pandas.DataFrame | None":
        try:
            return await self._calls.call(NAME, FEES_HOST, "fund_fee_em", symbol=code, indicator=table)
        except SourceChanged as error:
            if unlisted(table, error):
                return None
            raise
