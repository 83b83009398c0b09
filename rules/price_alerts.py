"""When a price alert is reached: a price crossed, a change of the day, a limit. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

AlertKind = Literal["above", "below", "rise", "fall", "limit_up", "limit_down"]
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Prices:
    """Of one day, in yuan; None: not known. `high` and `low` may be left out where they were made before
    the alert was.
    """

    last: Decimal
    previous_close: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None

    @property
    def highest(self) -> Decimal:
        return max(self.last, self.high) if self.high is not None else self.last

    @property
    def lowest(self) -> Decimal:
        return min(self.last, self.low) if self.low else self.last


def reached(kind: AlertKind, threshold: Decimal | None, prices: Prices) -> bool:
    """Whether the prices reach it; what cannot be known is not reached. `threshold` is in yuan for a price,
    in percent above zero for a change.
    """
    match kind:
        case "above":
            return threshold is not None and prices.highest >= threshold
        case "below":
            return threshold is not None and prices.lowest <= threshold
        case "rise":
            change = _change(prices.highest, prices.previous_close)
            return threshold is not None and change is not None and change >= threshold
        case "fall":
            change = _change(prices.lowest, prices.previous_close)
            return threshold is not None and change is not None and -change >= threshold
        case "limit_up":
            return prices.limit_up is not None and prices.highest >= prices.limit_up
        case "limit_down":
            return prices.limit_down is not None and prices.lowest <= prices.limit_down


def side(threshold: Decimal, last: Decimal) -> Literal["above", "below"] | None:
    """From which side a price is still to be reached; None where it is there."""
    if threshold == last:
        return None
    return "above" if threshold > last else "below"


def possible(kind: AlertKind, threshold: Decimal | None, prices: Prices) -> bool:
    """Whether a change of that size can happen on a day at all, as far as its limits are known."""
    if threshold is None or not prices.previous_close:
        return True
    if kind == "rise" and prices.limit_up is not None:
        most = _change(prices.limit_up, prices.previous_close)
        return most is None or threshold <= most
    if kind == "fall" and prices.limit_down is not None:
        most = _change(prices.limit_down, prices.previous_close)
        return most is None or threshold <= -most
    return True


def _change(price: Decimal, previous_close: Decimal | None) -> Decimal | None:
    """In percent."""
    return (price - previous_close) / previous_close * _HUNDRED if previous_close else None
