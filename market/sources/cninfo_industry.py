"""What the market pays for whole industries (证监会行业分类), from 巨潮资讯: one request for all of a day.

akshare names the columns by their place, so each row must prove them: its PE is its market value over its
profit. The address is plain http, as akshare writes it.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import close_of
from market.sources.cninfo_company import HOST, NAME
from market.sources.frames import Cells, day, decimal, records, text, whole
from market.valuation import INDUSTRY_MULTIPLES, IndustryMultiple

if TYPE_CHECKING:
    import pandas

SORT = "证监会行业分类"
COLUMNS = (
    "变动日期",
    "行业分类",
    "行业名称",
    "纳入计算公司数量",
    "总市值-静态",
    "净利润-静态",
    "静态市盈率-加权平均",
    "静态市盈率-中位数",
)
_SLACK = 20
"""The part of a PE by which roundings may move it."""


def read(frame: "pandas.DataFrame", on: date) -> Mapping[str, IndustryMultiple] | None:
    """Every industry by name. Raises SourceChanged where a row contradicts itself."""
    found = [_multiple(row, on) for row in records(frame, COLUMNS, NAME)]
    return {each.name: each for each in found} or None


def _multiple(row: Cells, on: date) -> IndustryMultiple:
    if day(row["变动日期"]) != on or SORT not in text(row["行业分类"]):
        raise SourceChanged(NAME, ("变动日期", "行业分类"))
    value, profit, pe = (decimal(row[column]) for column in COLUMNS[4:7])
    if value and profit and profit > 0 and pe and abs(value / profit - pe) > pe / _SLACK:
        raise SourceChanged(NAME, COLUMNS[4:7])
    return IndustryMultiple(
        name=text(row["行业名称"]),
        day=on,
        pe=pe,
        median=decimal(row["静态市盈率-中位数"]),
        companies=whole(row["纳入计算公司数量"]),
    )


class CninfoIndustries:
    """The industries of one trading day."""

    name = NAME
    host = HOST
    kind = INDUSTRY_MULTIPLES

    def __init__(self, calls: AkshareCalls) -> None:
        self._calls = calls

    def covers(self, key: date) -> bool:
        return True

    async def fetch(self, key: date) -> Fact[Mapping[str, IndustryMultiple]] | None:
        arguments = {"symbol": SORT, "date": key.strftime("%Y%m%d")}
        frame = await self._calls.call(NAME, HOST, "stock_industry_pe_ratio_cninfo", **arguments)
        with foreign_errors(NAME):
            found = read(frame, key)
        return Fact(found, close_of(key), NAME) if found else None
