"""Reports from 东方财富's data center: one request for up to 200 periods, in yuan and percent."""

from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged
from market.finance import REPORTS, Report
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, no_result
from market.sources.frames import Cells, day, decimal, records, text
from market.sources.reports import believed

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "datacenter.eastmoney.com"

FIGURES = {
    "revenue": "TOTALOPERATEREVE",
    "revenue_growth": "TOTALOPERATEREVETZ",
    "net_profit": "PARENTNETPROFIT",
    "net_profit_growth": "PARENTNETPROFITTZ",
    "deducted_net_profit": "KCFJCXSYJLR",
    "deducted_net_profit_growth": "KCFJCXSYJLRTZ",
    "eps": "EPSJB",
    "net_assets_per_share": "BPS",
    "roe": "ROEJQ",
    "gross_margin": "XSMLL",
    "net_margin": "XSJLL",
    "debt_ratio": "ZCFZL",
}
COLUMNS = ("SECURITY_CODE", "REPORT_DATE", *FIGURES.values())


def read(frame: "pandas.DataFrame", security: Security) -> tuple[Report, ...] | None:
    """Every report of akshare's frame. Raises SourceChanged."""
    return believed((_report(row, security) for row in records(frame, COLUMNS, NAME)), NAME)


def _report(row: Cells, security: Security) -> Report:
    period = day(row["REPORT_DATE"])
    if period is None or text(row["SECURITY_CODE"]) != security.code:
        raise SourceChanged(NAME, ("SECURITY_CODE", "REPORT_DATE"))
    return Report(period=period, **{name: decimal(row[column]) for name, column in FIGURES.items()})


def _arguments(security: Security) -> dict[str, Any]:
    return {"symbol": f"{security.code}.{security.exchange}", "indicator": "按报告期"}


def reports(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Report, ...]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        REPORTS,
        "stock_financial_analysis_indicator_em",
        _arguments,
        read,
        nothing=no_result,
    )
