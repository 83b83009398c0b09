"""Pledged shares of a company's holders: pure types and what is still pledged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.fact import Kind
from market.securities import Security

_ZERO = Decimal(0)
_TELLING = Decimal("0.1")
"""Percent from which on rounding does not blur the total that follows."""
_MOST_SHARES = Decimal(5 * 10**11)
"""No company has as many."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """One pledge; shares, and percent of the holder's own and of all shares. None where left out.

    `ended` is the day on which it was released, None while it is not.
    """

    holder: str
    announced: date
    open: bool
    shares: int | None = None
    percent_of_holding: Decimal | None = None
    percent_of_total: Decimal | None = None
    began: date | None = None
    ended: date | None = None
    lender: str = ""


@dataclass(frozen=True, slots=True)
class Pledged:
    """What is pledged now. A sum of which one part is not known is not known."""

    count: int
    shares: int | None
    percent_of_total: Decimal | None
    latest: date | None


PLEDGES = Kind[Security, tuple[Pledge, ...]](
    "pledges", timedelta(hours=12), examples=(Security("603132", "SH", "stock", "主板", "金徽股份"),)
)
"""Every pledge that was announced, released or not, the latest first."""


def pledged(pledges: Iterable[Pledge]) -> Pledged:
    """Those that are not released, together."""
    still = [each for each in pledges if each.open]
    shares = [each.shares for each in still if each.shares is not None]
    percents = [each.percent_of_total for each in still if each.percent_of_total is not None]
    return Pledged(
        count=len(still),
        shares=sum(shares) if len(shares) == len(still) else None,
        percent_of_total=sum(percents, _ZERO) if len(percents) == len(still) else None,
        latest=max((each.announced for each in still), default=None),
    )


def consistent(pledges: Sequence[Pledge]) -> bool:
    """Whether shares and percents speak of one company: the totals that follow agree within a few splits."""
    totals = [
        each.shares / each.percent_of_total * 100
        for each in pledges
        if each.shares and each.percent_of_total and each.percent_of_total >= _TELLING
    ]
    return not totals or (max(totals) <= min(totals) * 20 and max(totals) <= _MOST_SHARES)
