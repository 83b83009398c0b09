"""Reports from 同花顺 (basic.10jqka.com.cn): one page for the main figures, one JSON for the balance sheets.

Figures come as "1.2亿" and "3.4%", what is missing as False. Banks and insurers lack the columns that mean
nothing for them, so only those that every company reports are required.
"""

from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.finance import BALANCES, REPORTS, Balance, Report
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code
from market.sources.frames import Cells, day, decimal, records
from market.sources.reports import balanced, believed
from market.sources.ths_company import HOST, NAME

if TYPE_CHECKING:
    import pandas

REQUIRED = ("报告期", "净利润", "营业总收入", "基本每股收益", "净资产收益率")
OPTIONAL = {
    "net_profit_growth": "净利润同比增长率",
    "deducted_net_profit": "扣非净利润",
    "deducted_net_profit_growth": "扣非净利润同比增长率",
    "revenue_growth": "营业总收入同比增长率",
    "net_assets_per_share": "每股净资产",
    "gross_margin": "销售毛利率",
    "net_margin": "销售净利率",
    "debt_ratio": "资产负债率",
}
TOTALS = ("报告期", "*资产合计", "*负债合计", "*所有者权益（或股东权益）合计")
PARENT = "*归属于母公司所有者权益合计"
GOODWILL = "商誉"


def read_reports(frame: "pandas.DataFrame", security: Security) -> tuple[Report, ...] | None:
    """Every report of akshare's frame. Raises SourceChanged."""
    present = [column for column in OPTIONAL.values() if column in frame.columns]
    return believed((_report(row) for row in records(frame, [*REQUIRED, *present], NAME)), NAME)


def _report(row: Cells) -> Report:
    period = day(row["报告期"])
    if period is None:
        raise SourceChanged(NAME, ("报告期",))
    return Report(
        period=period,
        revenue=decimal(row["营业总收入"]),
        net_profit=decimal(row["净利润"]),
        eps=decimal(row["基本每股收益"]),
        roe=decimal(row["净资产收益率"]),
        **{name: decimal(row.get(column)) for name, column in OPTIONAL.items()},
    )


def read_balances(frame: "pandas.DataFrame", security: Security) -> tuple[Balance, ...] | None:
    """Every balance sheet. Raises SourceChanged where one does not balance."""
    present = [column for column in (PARENT, GOODWILL) if column in frame.columns]
    return balanced((_balance(row) for row in records(frame, [*TOTALS, *present], NAME)), NAME)


def _balance(row: Cells) -> Balance:
    period, (assets, debts, equity) = day(row["报告期"]), (decimal(row[column]) for column in TOTALS[1:])
    if period is None:
        raise SourceChanged(NAME, ("报告期",))
    if assets and debts is not None and equity is not None and abs(assets - debts - equity) > assets / 50:
        raise SourceChanged(NAME, TOTALS[1:])
    parent = decimal(row.get(PARENT))
    return Balance(
        period, assets, debts, parent if parent is not None else equity, decimal(row.get(GOODWILL))
    )


def reports(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Report, ...]]:
    return AkshareFact(calls, now, NAME, HOST, REPORTS, "stock_financial_abstract_ths", by_code, read_reports)


def balances(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Balance, ...]]:
    return AkshareFact(calls, now, NAME, HOST, BALANCES, "stock_financial_debt_ths", by_code, read_balances)
