"""What a picture is made of: bars or minutes, and every word that stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from market.bars import Bar, Minute


@dataclass(frozen=True)
class Labels:
    """The words inside a picture, from the phrase table; `units` count large numbers."""

    volume: str
    lots: str
    average: str
    price: str
    previous_close: str
    units: Mapping[str, int]


@dataclass(frozen=True)
class Heading:
    """The lines above a picture; `direction` is above, at or below nought and colours the price."""

    name: str
    code: str
    period: str
    last: str
    change: str
    day: str
    direction: int


@dataclass(frozen=True)
class CandleChart:
    """Bars, of which the last `shown` are drawn; the earlier ones are for averages. `places` are decimals."""

    heading: Heading
    bars: tuple[Bar, ...]
    shown: int
    places: int
    labels: Labels
    footnote: str


@dataclass(frozen=True)
class DayChart:
    """The minutes of one day against the close before it."""

    heading: Heading
    minutes: tuple[Minute, ...]
    previous_close: Decimal | None
    places: int
    labels: Labels
    footnote: str


Chart = CandleChart | DayChart
