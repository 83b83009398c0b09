"""What the market pays for a company: multiples, market value, and where they stand in their own past. Pure.

A market value is believed only where it fits price × shares; whoever cannot check it does not tell it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, Self

from market.company import EXAMPLE
from market.fact import Kind
from market.securities import Security

Measure = Literal["pe_ttm", "pb"]

_SLACK = Decimal("0.01")
_FEWEST_DAYS = 120
"""Fewer days of its past say nothing about where a multiple stands."""
_GAP = timedelta(days=45)
"""A history that begins so much later than asked does not cover the years that it is told for."""


@dataclass(frozen=True, slots=True)
class Multiples:
    """Multiples of one day; negative where the company lost money, None where not known."""

    day: date
    pe_ttm: Decimal | None
    pb: Decimal | None


@dataclass(frozen=True, slots=True)
class Past:
    """Multiples of many days, ascending and packed, as a valuation holds thousands. 0 is not known."""

    days: "array[int]" = field(default_factory=lambda: array("l"))
    pe_ttm: "array[float]" = field(default_factory=lambda: array("d"))
    pb: "array[float]" = field(default_factory=lambda: array("d"))

    @classmethod
    def of(cls, history: Iterable[Multiples]) -> Self:
        told = list(history)
        return cls(
            array("l", (each.day.toordinal() for each in told)),
            array("d", (float(each.pe_ttm or 0) for each in told)),
            array("d", (float(each.pb or 0) for each in told)),
        )

    def between(self, first: date, last: date, measure: Measure) -> tuple[date | None, list[float]]:
        """The first day there is in a span, and the multiples of the span that are no losses."""
        start = bisect_left(self.days, first.toordinal())
        end = bisect_right(self.days, last.toordinal())
        column: array[float] = getattr(self, measure)
        begun = date.fromordinal(self.days[start]) if start < end else None
        return begun, [value for value in column[start:end] if value > 0]


@dataclass(frozen=True, slots=True)
class Valuation:
    """The multiples of `day` at its close, or at `price` while it is traded; money in yuan.

    `pe_ttm` counts the net profit of the last four quarters, `pe_static` that of the last full year,
    `pb` the latest net assets, `ps_ttm` the revenue of four quarters.
    """

    day: date
    price: Decimal | None = None
    pe_ttm: Decimal | None = None
    pe_static: Decimal | None = None
    pb: Decimal | None = None
    ps_ttm: Decimal | None = None
    total_market_value: Decimal | None = None
    float_market_value: Decimal | None = None
    total_shares: int | None = None
    float_shares: int | None = None
    history: Past = field(default_factory=Past)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a multiple stands in its past: lower on `percent` of the `days` since `since`."""

    percent: Decimal
    days: int
    since: date


@dataclass(frozen=True, slots=True)
class IndustryMultiple:
    """The price that the market paid for a whole industry on `day`: PE on the last full year's profits."""

    name: str
    day: date
    pe: Decimal | None
    median: Decimal | None
    companies: int | None


VALUATION = Kind[Security, Valuation]("valuation", ttl=timedelta(hours=1), examples=(EXAMPLE,))
INDUSTRY_MULTIPLES = Kind[date, Mapping[str, IndustryMultiple]](
    "industry_multiples", ttl=timedelta(hours=12), examples=(date(2020, 6, 15),)
)
"""By name, every industry on a trading day."""


def fits(value: Decimal | None, price: Decimal | None, shares: int | None) -> bool:
    """Whether a market value is price × shares, all three known."""
    if value is None or not price or not shares:
        return False
    expected = price * shares
    return abs(value - expected) <= expected * _SLACK


def vetted(valuation: Valuation) -> Valuation:
    """The same without the market values that do not fit price × shares."""
    total = fits(valuation.total_market_value, valuation.price, valuation.total_shares)
    floating = fits(valuation.float_market_value, valuation.price, valuation.float_shares)
    return replace(
        valuation,
        total_market_value=valuation.total_market_value if total else None,
        float_market_value=valuation.float_market_value if floating else None,
    )


def position(valuation: Valuation, measure: Measure, years: int) -> Position | None:
    """Where today's multiple stands among those of the last `years`; None where that cannot be said.

    Days of losses have no multiple to compare with and are left out.
    """
    current = getattr(valuation, measure)
    since = _years_before(valuation.day, years)
    begun, known = valuation.history.between(since, valuation.day, measure)
    if current is None or current <= 0 or len(known) < _FEWEST_DAYS or begun is None or begun > since + _GAP:
        return None
    lower = sum(value < float(current) for value in known)
    return Position(Decimal(lower) / len(known) * 100, len(known), begun)


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)
