"""What companies report of a period: profit, ratios, what they own; and how to find a period. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.company import EXAMPLE
from market.fact import Kind
from market.securities import Security

PERIOD_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
"""Last days of the periods: first quarter, half year, three quarters, year."""


@dataclass(frozen=True, slots=True)
class Report:
    """Figures from the beginning of the year to the last day of `period`; None where not reported.

    Money in yuan, per share in yuan, ratios and growth against the same period a year before in percent.
    `roe` is the weighted return on net assets, not stretched to a year.
    """

    period: date
    revenue: Decimal | None = None
    revenue_growth: Decimal | None = None
    net_profit: Decimal | None = None
    net_profit_growth: Decimal | None = None
    deducted_net_profit: Decimal | None = None
    deducted_net_profit_growth: Decimal | None = None
    eps: Decimal | None = None
    net_assets_per_share: Decimal | None = None
    roe: Decimal | None = None
    gross_margin: Decimal | None = None
    net_margin: Decimal | None = None
    debt_ratio: Decimal | None = None
    net_assets: Decimal | None = None
    goodwill: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What a company owns and owes on the last day of `period`, in yuan.

    `net_assets` are those of the parent's shareholders.
    """

    period: date
    total_assets: Decimal | None = None
    total_liabilities: Decimal | None = None
    net_assets: Decimal | None = None
    goodwill: Decimal | None = None


REPORTS = Kind[Security, tuple[Report, ...]]("reports", ttl=timedelta(hours=6), examples=(EXAMPLE,))
"""Every report known, the latest last."""
BALANCES = Kind[Security, tuple[Balance, ...]]("balances", ttl=timedelta(hours=6), examples=(EXAMPLE,))
"""Balance sheets, the latest last."""


def is_period(day: date) -> bool:
    """Whether reports are made up for this day."""
    return (day.month, day.day) in PERIOD_ENDS


def period_of(year: int, quarter: int) -> date:
    """The last day of the period that ends with `quarter` (1–4)."""
    return date(year, *PERIOD_ENDS[quarter - 1])


def quarter_of(period: date) -> int:
    """1 for the first quarter, 2 for the half year, 3 for three quarters, 4 for the year."""
    return PERIOD_ENDS.index((period.month, period.day)) + 1


def report_of(reports: Sequence[Report], period: date) -> Report | None:
    """The report of that very period."""
    return next((report for report in reports if report.period == period), None)


def latest_of_quarter(reports: Sequence[Report], quarter: int) -> Report | None:
    """The latest report that covers so much of its year."""
    return next((report for report in reversed(reports) if quarter_of(report.period) == quarter), None)
