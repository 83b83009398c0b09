"""Who a company is and how many shares it has: pure types and the kinds of facts to ask for.

Who it is changes rarely and is told by other houses than its share counts, so these are two facts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.fact import Kind
from market.securities import Security


@dataclass(frozen=True, slots=True)
class Profile:
    """What a company says of itself; None where the source leaves it out.

    `business` is its main business in its own words, `industry` the class that the source puts it in.
    """

    full_name: str | None = None
    industry: str | None = None
    business: str | None = None
    board: str | None = None
    founded: date | None = None
    listing_date: date | None = None
    registered_place: str | None = None
    office: str | None = None
    legal_representative: str | None = None
    website: str | None = None
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shares:
    """Share counts: all of a company's shares, and those of them that may be traded (流通股)."""

    total: int | None
    floating: int | None

    @property
    def floating_percent(self) -> Decimal | None:
        """The tradable part of all shares, in percent."""
        if not self.total or self.floating is None:
            return None
        return Decimal(self.floating) / self.total * 100

    @property
    def plausible(self) -> bool:
        """Whether the counts can be true: positive, and no more tradable than there are."""
        counts = [count for count in (self.total, self.floating) if count is not None]
        if not counts or min(counts) <= 0:
            return False
        return self.total is None or self.floating is None or self.floating <= self.total


EXAMPLE = Security("000001", "SZ", "stock", "主板", "平安银行")
"""A share about which every house knows everything."""

PROFILE = Kind[Security, Profile]("profile", ttl=timedelta(hours=24), examples=(EXAMPLE,))
SHARES = Kind[Security, Shares]("shares", ttl=timedelta(hours=12), examples=(EXAMPLE,))
