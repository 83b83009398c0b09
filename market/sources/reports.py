"""Reports as any source gives them, brought into one order and vetted before anybody sees them."""

from collections.abc import Iterable

from market.errors import SourceChanged
from market.finance import Balance, Report, faults, is_period

_KEPT = 48
"""Periods of a company that are kept in memory: twelve years."""


def believed(reports: Iterable[Report], source: str) -> tuple[Report, ...] | None:
    """Ascending; None where none is left. Raises SourceChanged.

    Left out are those that say nothing, and the odd spans of a prospectus.
    """
    told = [each for each in reports if is_period(each.period) and _tells(each)]
    ordered = tuple(sorted(told, key=lambda each: each.period))
    if wrong := faults(ordered):
        raise SourceChanged(source, wrong)
    return ordered[-_KEPT:] or None


def balanced(balances: Iterable[Balance], source: str) -> tuple[Balance, ...] | None:
    """The same of balance sheets. Raises SourceChanged where a period comes twice."""
    told = [each for each in balances if is_period(each.period) and _weighs(each)]
    if len({each.period for each in told}) < len(told):
        raise SourceChanged(source, ("period",))
    return tuple(sorted(told, key=lambda each: each.period))[-_KEPT:] or None


def _tells(report: Report) -> bool:
    return report.revenue is not None or report.net_profit is not None


def _weighs(balance: Balance) -> bool:
    return balance.net_assets is not None or balance.total_assets is not None
