"""Dividends carried out (webapi.cninfo.com.cn), and when reports are due (www.cninfo.com.cn), from 巨潮资讯.

The table of appointed days is of all companies at once, some 1.5 MB, so it is fetched once for everybody.
It comes out a week before its period ends, and is empty until then, which akshare cannot read.
akshare names its columns by their place; what stands in them tells whether they are still the same.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.finance import last_ended, quarter_of
from market.schedule import DISCLOSURES, DIVIDENDS, Disclosure, Dividend
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code, unlisted
from market.sources.cninfo_company import HOST, NAME
from market.sources.dividend_plans import Parts, agreeing, in_order, period_named
from market.sources.frames import Cells, day, decimal, records, text

if TYPE_CHECKING:
    import pandas

TABLE_HOST = "www.cninfo.com.cn"

DIVIDEND_COLUMNS = (
    "实施方案公告日期",
    "送股比例",
    "转增比例",
    "派息比例",
    "股权登记日",
    "除权日",
    "派息日",
    "实施方案分红说明",
    "报告时间",
)
DISCLOSURE_COLUMNS = ("股票代码", "首次预约", "初次变更", "二次变更", "三次变更", "实际披露")
Table = Mapping[str, Disclosure]
"""By code."""

_PERIODS = ("一季", "半年报", "三季", "年报")
_EARLY = timedelta(days=7)
_GRACE = timedelta(days=10)
"""So long after a period the table may be empty still."""
_KEPT = timedelta(hours=6)


def read_dividends(frame: "pandas.DataFrame", security: Security) -> tuple[Dividend, ...] | None:
    """Every distribution of akshare's frame. Raises SourceChanged."""
    return in_order([_dividend(row) for row in records(frame, DIVIDEND_COLUMNS, NAME)])


def _dividend(row: Cells) -> Dividend:
    told = Parts(*(decimal(row[column]) or None for column in ("派息比例", "送股比例", "转增比例")))
    agreeing(told, text(row["实施方案分红说明"]), NAME)
    record, ex = day(row["股权登记日"]), day(row["除权日"])
    if record and ex and record >= ex:
        raise SourceChanged(NAME, ("股权登记日", "除权日"))
    return Dividend(
        progress="implemented",
        period=period_named(text(row["报告时间"])),
        announced=day(row["实施方案公告日期"]),
        cash=told.cash,
        bonus=told.bonus,
        transfer=told.transfer,
        record_date=record,
        ex_date=ex,
        pay_date=day(row["派息日"]),
    )


def read_disclosures(frame: "pandas.DataFrame", period: date) -> Table:
    """Everybody's appointed days for `period`, by code. Raises SourceChanged."""
    rows = records(frame, DISCLOSURE_COLUMNS, NAME)
    table = {text(row["股票代码"]): _disclosure(row, period) for row in rows}
    if any(len(code) != 6 or not code.isdigit() for code in table):
        raise SourceChanged(NAME, ("股票代码",))
    return table


def _disclosure(row: Cells, period: date) -> Disclosure:
    first, *changes = (day(row[column]) for column in DISCLOSURE_COLUMNS[1:5])
    return Disclosure(
        period=period,
        appointed=next((each for each in reversed(changes) if each), first),
        first_appointed=first,
        actual=day(row["实际披露"]),
    )


def dividends(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Dividend, ...]]:
    """None of a share that never paid: akshare then looks in vain for the first column."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        DIVIDENDS,
        "stock_dividend_cninfo",
        by_code,
        read_dividends,
        nothing=lambda error, security: unlisted(DIVIDEND_COLUMNS[0], error),
    )


class CninfoDisclosures:
    """The appointed days of the latest period, out of tables that are kept for everybody.

    While the first quarter is the latest, the year before it is still being reported, too.
    """

    name = NAME
    host = TABLE_HOST
    kind = DISCLOSURES

    def __init__(self, calls: AkshareCalls, now: Now) -> None:
        self._calls = calls
        self._now = now
        self._tables: dict[date, tuple[datetime, Table]] = {}
        self._fetching = asyncio.Lock()

    def covers(self, key: Security) -> bool:
        return key.kind == "stock"

    async def fetch(self, key: Security) -> Fact[tuple[Disclosure, ...]] | None:
        async with self._fetching:
            kept = [await self._table(period) for period in _under_way(self._now().date())]
        found = tuple(table[key.code] for _, table in kept if key.code in table)
        return Fact(found, min(at for at, _ in kept), NAME) if found else None

    async def _table(self, period: date) -> tuple[datetime, Table]:
        kept = self._tables.get(period)
        if kept is None or self._now() - kept[0] > _KEPT:
            kept = self._tables[period] = self._now(), await self._ask(period)
        return kept

    async def _ask(self, period: date) -> Table:
        arguments = {"market": "沪深京", "period": f"{period.year}{_PERIODS[quarter_of(period) - 1]}"}
        try:
            frame = await self._calls.call(NAME, TABLE_HOST, "stock_report_disclosure", **arguments)
        except SourceChanged:  # what an empty table looks like behind akshare
            if self._now().date() <= period + _GRACE:
                return {}
            raise
        with foreign_errors(NAME):
            return await asyncio.to_thread(read_disclosures, frame, period)


def _under_way(today: date) -> list[date]:
    latest, before = last_ended(today + _EARLY, 2)
    return [before, latest] if quarter_of(latest) == 1 else [latest]
