"""Convertible bonds that are being issued: when they can be applied for, and when they trade. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, cast

from market.fact import Kind

BondStep = Literal["apply_date", "result_date", "listing_date"]

_LONGEST = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class ConvertibleBond:
    """One issue: `conversion_price` in yuan a share, `winning_rate` in percent. None: not known (yet).

    `allotment_code` is the one with which holders of the share apply first. The price at which a bond trades
    is no part of its issue and is not kept here. `as_of` and `source` are set where a row is older than the
    list it stands in.
    """

    code: str
    name: str
    apply_code: str = ""
    allotment_code: str = ""
    stock_code: str = ""
    stock_name: str = ""
    conversion_price: Decimal | None = None
    apply_date: date | None = None
    result_date: date | None = None
    listing_date: date | None = None
    winning_rate: Decimal | None = None
    rating: str = ""
    tails: tuple[str, ...] = ()
    as_of: date | None = None
    source: str = ""

    def on(self, step: BondStep) -> date | None:
        """The day of one step."""
        return cast("date | None", getattr(self, step))


BOND_CALENDAR = Kind[None, tuple[ConvertibleBond, ...]](
    "bond_calendar", ttl=timedelta(hours=1), examples=(None,)
)
"""Convertible bonds of the last months and the next days, the latest first."""


def consistent(bond: ConvertibleBond) -> ConvertibleBond:
    """The issue without what cannot be: no zero for what is not known, no listing before the application."""
    price, rate = bond.conversion_price, bond.winning_rate
    return replace(
        bond,
        conversion_price=price if price is not None and price > 0 else None,
        winning_rate=rate if rate is not None and 0 < rate <= 100 else None,
        result_date=_after(bond.result_date, bond.apply_date),
        listing_date=_after(bond.listing_date, bond.apply_date),
    )


def _after(day: date | None, apply_date: date | None) -> date | None:
    if day is None or apply_date is None:
        return day
    return day if apply_date < day <= apply_date + _LONGEST else None


def recent(bonds: Iterable[ConvertibleBond], today: date) -> tuple[ConvertibleBond, ...]:
    """Each code once, of the last year and of what is to come, the latest first."""
    found = {
        bond.code: bond
        for bond in bonds
        if bond.apply_date is not None and bond.apply_date >= today - timedelta(days=365)
    }
    return tuple(
        sorted(found.values(), key=lambda bond: (bond.apply_date or date.min, bond.code), reverse=True)
    )


def falling(
    bonds: Iterable[ConvertibleBond], step: BondStep, first: date, last: date
) -> list[ConvertibleBond]:
    """The issues of which a step falls from `first` to `last`, by day and code."""
    found = [bond for bond in bonds if (day := bond.on(step)) is not None and first <= day <= last]
    return sorted(found, key=lambda bond: (bond.on(step), bond.code))


def named(text: str, bonds: Sequence[ConvertibleBond]) -> list[ConvertibleBond]:
    """The bonds whose name, code or subscription code stands in a text."""
    return [
        bond
        for bond in bonds
        if any(word and word in text for word in (bond.name, bond.code, bond.apply_code))
    ]
