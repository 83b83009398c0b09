"""When restricted shares may be traded (解禁): pure types and what is still to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.fact import Kind
from market.securities import Security


@dataclass(frozen=True, slots=True)
class Unlock:
    """One batch: shares, their value in yuan, percent of all shares and of the tradable ones before it.

    None where the source leaves it out; of tradable shares there may come more than there were.
    """

    day: date
    shares: int | None = None
    value: Decimal | None = None
    percent_of_total: Decimal | None = None
    percent_of_float: Decimal | None = None
    kind: str = ""
    holders: int | None = None
    announced: date | None = None

    @property
    def plausible(self) -> bool:
        """Whether the value is so many shares at a price at which shares are ever traded."""
        if not self.shares or not self.value:
            return True
        return _PRICES[0] <= self.value / self.shares <= _PRICES[1]


_PRICES = (Decimal("0.05"), Decimal(20_000))
"""Yuan a share, in which every A share has ever been traded."""

UNLOCKS = Kind[Security, tuple[Unlock, ...]](
    "unlocks", timedelta(hours=12), examples=(Security("600000", "SH", "stock", "主板", "浦发银行"),)
)
"""Every batch, past and to come, the latest day first."""


def upcoming(unlocks: Iterable[Unlock], today: date) -> tuple[Unlock, ...]:
    """Those of today and later, the next one first."""
    return tuple(sorted((each for each in unlocks if each.day >= today), key=lambda each: each.day))


def latest(unlocks: Iterable[Unlock], today: date) -> Unlock | None:
    """The last one that has passed."""
    return max((each for each in unlocks if each.day < today), key=lambda each: each.day, default=None)
