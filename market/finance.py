"""What companies report of a period: profit, ratios, what they own; and how to find a period. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from market.company import EXAMPLE
from market.fact import Kind
from market.securities import Security

PERIOD_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
"""Last days of the periods: first quarter, half year, three quarters, year."""
_ORDER = Decimal(500)
_NEAR = Decimal(2)
_ENOUGH = 4
"""Fewer reports than this prove nothing about the rest."""


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


def last_ended(day: date, count: int = 1) -> list[date]:
    """The last `count` periods that ended on or before a day, the latest first."""
    ends = (
        date(year, *end)
        for year in range(day.year, day.year - count - 1, -1)
        for end in reversed(PERIOD_ENDS)
    )
    return list(islice((end for end in ends if end <= day), count))


def report_of(reports: Sequence[Report], period: date) -> Report | None:
    """The report of that very period."""
    return next((report for report in reports if report.period == period), None)


def latest_of_quarter(reports: Sequence[Report], quarter: int) -> Report | None:
    """The latest report that covers so much of its year."""
    return next((report for report in reversed(reports) if quarter_of(report.period) == quarter), None)


def faults(reports: Sequence[Report]) -> tuple[str, ...]:
    """What in one company's reports contradicts itself: units, a column that moved, a period told twice."""
    checks = (
        ("period", _ascending(reports)),
        ("units", all(_margin_agrees(each) for each in reports) and not _are_fractions(reports)),
        ("growth", _growth_agrees(reports)),
    )
    return tuple(name for name, holds in checks if not holds)


def _ascending(reports: Sequence[Report]) -> bool:
    periods = [each.period for each in reports]
    return periods == sorted(set(periods))


def _margin_agrees(report: Report) -> bool:
    """Profit, revenue and margin are of one order. The margin counts minority interests, so no nearer."""
    if not report.revenue or not report.net_profit or not report.net_margin:
        return True
    ratio = abs(report.net_profit / report.revenue * 100 / report.net_margin)
    return 1 / _ORDER < ratio < _ORDER


def _are_fractions(reports: Sequence[Report]) -> bool:
    """No company owes one percent of what it owns or less, year after year."""
    ratios = [each.debt_ratio for each in reports if each.debt_ratio is not None]
    return len(ratios) >= _ENOUGH and max(ratios) < 1


def _growth_agrees(reports: Sequence[Report]) -> bool:
    """The growth that is told is that of the figures, but for years that were restated."""
    known = {each.period: each for each in reports}
    pairs = [
        (each.net_profit_growth, (each.net_profit / before.net_profit - 1) * 100)
        for each in reports
        if each.net_profit_growth is not None and each.net_profit is not None
        if (before := known.get(date(each.period.year - 1, each.period.month, each.period.day)))
        if before.net_profit is not None and before.net_profit > 0
    ]
    agreeing = sum(abs(told - found) <= max(_NEAR, abs(found) / 20) for told, found in pairs)
    return len(pairs) < _ENOUGH or agreeing * 2 >= len(pairs)
