"""What can be true of a fund's value; what cannot is never shown."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from market.errors import SourceChanged
from market.funds import FundNav
from market.session import SHANGHAI

_CODE = re.compile(r"[0-9]{6}")
_LIMITS = {
    "nav": (Decimal("0.0001"), Decimal(10_000)),
    "accumulated": (Decimal("0.0001"), Decimal(10_000)),
    "change_percent": (Decimal(-35), Decimal(35)),
    "per_ten_thousand": (Decimal(-100), Decimal(100)),
    "seven_day": (Decimal(-100), Decimal(100)),
}
"""Yuan and percent that no unit's value, no day's change and no money fund's yield lies beyond."""


def is_fund(key: str) -> bool:
    """Whether a key is written as a fund's code."""
    return _CODE.fullmatch(key) is not None


def vet(found: FundNav, now: datetime, source: str) -> FundNav:
    """The value itself. Raises SourceChanged where it cannot be."""
    faults = [name for name, (low, high) in _LIMITS.items() if not _within(getattr(found, name), low, high)]
    if found.day > now.date():
        faults.append("day")
    if found.nav is None and found.per_ten_thousand is None:
        faults.append("nav")
    if faults:
        raise SourceChanged(source, tuple(faults))
    return found


def of_day(day: date) -> datetime:
    """The time of a fact that has a day only."""
    return datetime.combine(day, time(), SHANGHAI)


def _within(value: Decimal | None, low: Decimal, high: Decimal) -> bool:
    return value is None or low <= value <= high
