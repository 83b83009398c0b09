"""Reports from 新浪财经 (quotes.sina.cn): one request for all periods, money in yuan, ratios in percent.

akshare lines the periods up by the place of each item and not by its name. Sina repeats some items under
several headings, so a period whose items are not in their places contradicts itself and is refused.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged
from market.finance import BALANCES, REPORTS, Balance, Report
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code, no_result
from market.sources.frames import day, decimal, records, text
from market.sources.reports import balanced, believed

if TYPE_CHECKING:
    import pandas

NAME = "新浪财经"
HOST = "quotes.sina.cn"

MAIN = {
    "revenue": "营业总收入",
    "net_profit": "归母净利润",
    "deducted_net_profit": "扣非净利润",
    "eps": "基本每股收益",
    "net_assets_per_share": "每股净资产",
    "roe": "净资产收益率(ROE)",
    "gross_margin": "毛利率",
    "net_margin": "销售净利率",
    "debt_ratio": "资产负债率",
    "net_assets": "股东权益合计(净资产)",
    "goodwill": "商誉",
}
GROWTH = {"revenue_growth": "营业总收入增长率", "net_profit_growth": "归属母公司净利润增长率"}
TWICE = (("每股指标", "基本每股收益"), ("盈利能力", "净资产收益率(ROE)"), ("财务风险", "资产负债率"))
_FUNCTION = "stock_financial_abstract"
_HEADING, _ITEM = "选项", "指标"

Table = dict[tuple[str, str], dict[str, Any]]


def read_reports(frame: "pandas.DataFrame", security: Security) -> tuple[Report, ...] | None:
    """Every report of akshare's frame. Raises SourceChanged."""
    table, periods = _table(frame)
    return believed((_report(table, period) for period in periods), NAME)


def read_balances(frame: "pandas.DataFrame", security: Security) -> tuple[Balance, ...] | None:
    """Net assets and goodwill of every period. Raises SourceChanged."""
    table, periods = _table(frame)
    told = (_report(table, period) for period in periods)
    found = (Balance(each.period, net_assets=each.net_assets, goodwill=each.goodwill) for each in told)
    return balanced(found, NAME)


def _table(frame: "pandas.DataFrame") -> tuple[Table, list[str]]:
    """Rows by heading and item, and the columns that are periods."""
    rows = records(frame, map(str, frame.columns), NAME)
    table = {(text(row.get(_HEADING)), text(row.get(_ITEM))): row for row in rows}
    wanted = {("常用指标", item) for item in MAIN.values()} | {("成长能力", item) for item in GROWTH.values()}
    missing = tuple(item for heading, item in (wanted | set(TWICE)) - table.keys())
    if rows and missing:
        raise SourceChanged(NAME, tuple(sorted(missing)))
    return table, [str(column) for column in frame.columns if column not in {_HEADING, _ITEM}]


def _report(table: Table, period: str) -> Report:
    for heading, item in TWICE:
        if _cell(table, heading, item, period) != _cell(table, "常用指标", item, period):
            raise SourceChanged(NAME, (item,))
    figures = {name: _cell(table, "常用指标", item, period) for name, item in MAIN.items()}
    growth = {name: _cell(table, "成长能力", item, period) for name, item in GROWTH.items()}
    return Report(period=_period(period), **figures, **growth)


def _period(column: str) -> date:
    found = day(column)
    if found is None:
        raise SourceChanged(NAME, (column,))
    return found


def _cell(table: Table, heading: str, item: str, period: str) -> Decimal | None:
    return decimal(table[heading, item][period])


def reports(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Report, ...]]:
    return AkshareFact(
        calls, now, NAME, HOST, REPORTS, _FUNCTION, by_code, read_reports, _is_known, _has_no_reports
    )


def balances(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Balance, ...]]:
    return AkshareFact(
        calls, now, NAME, HOST, BALANCES, _FUNCTION, by_code, read_balances, _is_known, _has_no_reports
    )


def _is_known(security: Security) -> bool:
    """akshare puts "sh" before every code, which Sina overlooks for Shenzhen; of Beijing nobody knows."""
    return security.kind == "stock" and security.exchange != "BJ"


def _has_no_reports(error: SourceChanged, security: Security) -> bool:
    """Sina's list of reports is then null, {} or, as an empty table may be written, []."""
    cause = error.__cause__
    empty = isinstance(cause, IndexError) or "'list' object has no attribute 'keys'" in str(cause)
    return empty or no_result(error, security)
