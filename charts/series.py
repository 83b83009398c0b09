"""What a picture is made of: bars, minutes, parts or lines, and every word that stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a whole, in percent of it."""

    label: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Division:
    """One way to divide the same whole."""

    title: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True)
class AllocationChart:
    """What a whole consists of, divided in several ways below each other."""

    title: str
    subtitle: str
    divisions: tuple[Division, ...]
    footnote: str


@dataclass(frozen=True, slots=True)
class Line:
    """How far something has moved since the first day, in percent, a value a day; None where not known."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class LinesChart:
    """Several lines over the same days, each counted from its first one."""

    title: str
    subtitle: str
    days: tuple[date, ...]
    lines: tuple[Line, ...]
    footnote: str


Chart = CandleChart | DayChart | AllocationChart | LinesChart
