"""Dividends from 新浪财经 (vip.stock.finance.sina.com.cn): one page with plans and what was carried out.

akshare takes the thirteenth table of the page and names its columns by their place.
"""

from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.schedule import DIVIDEND_PLANS, DIVIDENDS, Dividend, Progress
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now
from market.sources.dividend_plans import in_order
from market.sources.frames import Cells, day, decimal, records, text
from market.sources.sina import NAME

if TYPE_CHECKING:
    import pandas

HOST = "vip.stock.finance.sina.com.cn"
COLUMNS = ("公告日期", "送股", "转增", "派息", "进度", "除权除息日", "股权登记日")
_PROGRESS: dict[str, Progress] = {
    "实施": "implemented",
    "预案": "plan",
    "董事会通过": "plan",
    "股东大会通过": "approved",
    "不分配": "none",
    "取消": "none",
}


def read(frame: "pandas.DataFrame", security: Security) -> tuple[Dividend, ...] | None:
    """Every plan of akshare's frame. Raises SourceChanged."""
    return in_order([_dividend(row) for row in records(frame, COLUMNS, NAME)])


def read_carried_out(frame: "pandas.DataFrame", security: Security) -> tuple[Dividend, ...] | None:
    """Only what was carried out. Raises SourceChanged."""
    return tuple(each for each in read(frame, security) or () if each.progress == "implemented") or None


def _dividend(row: Cells) -> Dividend:
    announced, progress = day(row["公告日期"]), _PROGRESS.get(text(row["进度"]))
    record, ex = day(row["股权登记日"]), day(row["除权除息日"])
    if announced is None or progress is None or (record and ex and record >= ex):
        raise SourceChanged(NAME, ("公告日期", "进度", "股权登记日"))
    return Dividend(
        progress=progress,
        announced=announced,
        cash=decimal(row["派息"]) or None,
        bonus=decimal(row["送股"]) or None,
        transfer=decimal(row["转增"]) or None,
        record_date=record,
        ex_date=ex,
    )


def _arguments(security: Security) -> dict[str, str]:
    return {"symbol": security.code, "indicator": "分红"}


def dividends(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Dividend, ...]]:
    return AkshareFact(
        calls, now, NAME, HOST, DIVIDENDS, "stock_history_dividend_detail", _arguments, read_carried_out
    )


def plans(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Dividend, ...]]:
    return AkshareFact(
        calls, now, NAME, HOST, DIVIDEND_PLANS, "stock_history_dividend_detail", _arguments, read
    )
