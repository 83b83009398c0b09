"""Pledges of a company's shares from 东方财富's data center, through akshare: two requests.

akshare names the columns by their place, so a column that moved is caught by what stands in it. The price at
which a lender is thought to sell is the vendor's estimate and is left out.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.pledge import PLEDGES, Pledge, consistent
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, by_code, is_stock, no_result
from market.sources.frames import Cells, day, decimal, records, text, whole

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"

COLUMNS = (
    "股票代码",
    "股东名称",
    "质押股份数量",
    "占所持股份比例",
    "占总股本比例",
    "质押机构",
    "质押开始日期",
    "质押结束日期",
    "状态",
    "公告日期",
)
_OPEN = {"未解押": True, "已解押": False, "部分解押": True}
_ALL = Decimal("100.5")
"""Percent of a whole, with what rounding adds."""


def read(frame: "pandas.DataFrame", security: Security) -> tuple[Pledge, ...] | None:
    """The pledges in akshare's frame, None without any. Raises SourceChanged, ValueError."""
    found = [_pledge(row, security) for row in records(frame, COLUMNS, NAME)]
    if not consistent(found):
        raise SourceChanged(NAME, ("质押股份数量",))
    return tuple(dict.fromkeys(found)) or None


def _pledge(row: Cells, security: Security) -> Pledge:
    announced, state = day(row["公告日期"]), text(row["状态"])
    if text(row["股票代码"]) != security.code:
        raise SourceChanged(NAME, ("股票代码",))
    if announced is None or state not in _OPEN:
        raise SourceChanged(NAME, ("公告日期" if announced is None else "状态",))
    return Pledge(
        holder=text(row["股东名称"]),
        announced=announced,
        open=_OPEN[state],
        shares=whole(row["质押股份数量"]),
        percent_of_holding=_percent(row, "占所持股份比例"),
        percent_of_total=_percent(row, "占总股本比例"),
        began=day(row["质押开始日期"]),
        ended=day(row["质押结束日期"]),
        lender=text(row["质押机构"]),
    )


def _percent(row: Cells, column: str) -> Decimal | None:
    value = decimal(row[column])
    if value is not None and not 0 <= value <= _ALL:
        raise SourceChanged(NAME, (column,))
    return value


def pledges(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[Security, tuple[Pledge, ...]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        PLEDGES,
        "stock_gpzy_individual_pledge_ratio_detail_em",
        by_code,
        read,
        is_stock,
        no_result,
    )
