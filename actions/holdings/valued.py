"""What holdings are worth by the latest quotes. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from customers.shares import Held
from market.quote import Quote, QuoteMissing, known
from market.securities import Security

FOREIGN_BOARD = "B股"
_PERCENT = 100


@dataclass(frozen=True)
class Position:
    """A holding with the quote that it is valued by; None where there is none."""

    security: Security
    held: Held
    quote: Quote | None

    @property
    def foreign(self) -> bool:
        """B shares are priced in dollars."""
        return self.security.board == FOREIGN_BOARD

    @property
    def price(self) -> Decimal | None:
        """The last price; of a suspended share the close before."""
        if self.quote is None:
            return None
        return self.quote.previous_close if self.quote.last is None else self.quote.last

    @property
    def value(self) -> Decimal | None:
        """In yuan."""
        return None if self.price is None or self.foreign else self.price * self.held.quantity

    @property
    def gain(self) -> Decimal | None:
        """In yuan, against the cost where that is known."""
        if self.value is None or self.held.cost is None:
            return None
        return self.value - self.held.cost * self.held.quantity

    @property
    def gain_percent(self) -> Decimal | None:
        """Of the cost; none where a broker's cost has come down to nought or below."""
        if self.gain is None or self.held.cost is None or self.held.cost <= 0:
            return None
        return self.gain / (self.held.cost * self.held.quantity) * _PERCENT


@dataclass(frozen=True)
class Totals:
    """Sums over what is known: `valued` of the positions have a value, `costed` a gain."""

    value: Decimal
    gain: Decimal
    valued: int
    costed: int

    @classmethod
    def of(cls, positions: Sequence[Position]) -> "Totals":
        values = [each.value for each in positions if each.value is not None]
        gains = [each.gain for each in positions if each.gain is not None]
        return cls(sum(values, Decimal(0)), sum(gains, Decimal(0)), len(values), len(gains))


def valued(
    held: Sequence[Held], securities: Mapping[str, Security], found: Mapping[str, Quote | QuoteMissing]
) -> list[Position]:
    """The largest first, those without a value behind; a missing quote gives way to the last known."""
    positions = [
        Position(securities[each.ref], each, known(found.get(each.ref)))
        for each in held
        if each.ref in securities
    ]
    return sorted(positions, key=lambda each: (each.value is None, -(each.value or Decimal(0))))
