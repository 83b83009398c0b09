"""When a move within a day is unusual: how much of its limit it has used, its range, its volume, its limits;
of an industry and of the Hong Kong Connect the change alone.

The lines are our own settings and stand in rules/rows/early_warning.csv. A warning tells what is; it
foretells nothing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from rules.errors import BadRows
from rules.row import ROWS, Table, Unknown

Direction = Literal["up", "down"]
Reason = Literal["move", "change", "range", "volume_ratio", "distance", "limit"]
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Moment:
    """A share, fund or index in the middle of a day: prices in yuan or points; None: not known.

    Without `limit_up` and `limit_down` a day has no limit, or it is not known.
    """

    last: Decimal
    previous_close: Decimal
    high: Decimal | None = None
    low: Decimal | None = None
    volume_ratio: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None
    index: bool = False

    @property
    def change(self) -> Decimal:
        """In percent, exact."""
        return self._percent(self.last - self.previous_close)

    @property
    def amplitude(self) -> Decimal | None:
        if self.high is None or self.low is None:
            return None
        return self._percent(self.high - self.low)

    def band(self, direction: Direction) -> Decimal | None:
        """How far it may move that way, in percent."""
        limit = self.limit_up if direction == "up" else self.limit_down
        return abs(self._percent(limit - self.previous_close)) if limit else None

    def at_limit(self, direction: Direction) -> bool:
        """Whether it has touched that limit."""
        if direction == "up":
            return self.limit_up is not None and max(self.last, self.high or self.last) >= self.limit_up
        return self.limit_down is not None and min(self.last, self.low or self.last) <= self.limit_down

    def _percent(self, difference: Decimal) -> Decimal:
        return difference / self.previous_close * _HUNDRED


@dataclass(frozen=True, slots=True)
class Warned:
    """An unusual move and what makes it so: each reason with its value in percent, yuan or as a ratio."""

    direction: Direction
    reasons: tuple[tuple[Reason, Decimal], ...]

    @property
    def at_limit(self) -> bool:
        return any(name == "limit" for name, _ in self.reasons)


@dataclass(frozen=True, slots=True)
class Lines:
    """Percent; `…_share` percent of what the limit allows, `volume_ratio` a ratio."""

    change_share: Decimal
    change_unlimited: Decimal
    change_index: Decimal
    change_sector: Decimal
    change_connect: Decimal
    range_share: Decimal
    volume_ratio: Decimal
    volume_change_share: Decimal
    distance: Decimal


class EarlyWarning:
    """Judges moments by the lines of a day."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    @classmethod
    def load(cls, day: date) -> Self:
        """The lines in force. Raises BadRows where one is missing."""
        return cls.of(Table.load("early_warning"), day)

    @classmethod
    def of(cls, table: Table, day: date) -> Self:
        """The lines of a table that was read before. Raises BadRows where one is missing."""
        found = {name: table.ask(name, "any", day) for name in Lines.__dataclass_fields__}
        if missing := [name for name, row in found.items() if isinstance(row, Unknown)]:
            raise BadRows(ROWS / "early_warning.csv", [f"{name} has no value." for name in missing])
        return cls(Lines(**{name: row.number for name, row in found.items() if not isinstance(row, Unknown)}))

    def judge(self, moment: Moment) -> Warned | None:
        """What is unusual, None where nothing is; a limit that was touched outweighs where the price is."""
        if moment.previous_close <= 0 or moment.last <= 0:
            return None
        touched: tuple[Direction, ...] = tuple(way for way in _WAYS if moment.at_limit(way))
        if touched:
            way: Direction = touched[-1] if len(touched) == 1 or moment.change < 0 else "up"
            limit = moment.limit_up if way == "up" else moment.limit_down
            return Warned(way, (("limit", limit or Decimal(0)),))
        way = "up" if moment.change >= 0 else "down"
        reasons = self._reasons(moment, way)
        return Warned(way, reasons) if reasons else None

    def sector(self, change: Decimal) -> Warned | None:
        """Of a whole industry's change of the day, in percent."""
        return _moved(change, self.lines.change_sector)

    def connect(self, change: Decimal) -> Warned | None:
        """The same of a fund of the Hong Kong Connect's shares."""
        return _moved(change, self.lines.change_connect)

    def _reasons(self, moment: Moment, way: Direction) -> tuple[tuple[Reason, Decimal], ...]:
        lines, size, band = self.lines, abs(moment.change), moment.band(way)
        if band is None:
            line = lines.change_index if moment.index else lines.change_unlimited
            return (("move", _rounded(moment.change)),) if size >= line else ()
        found: list[tuple[Reason, Decimal]] = []
        if size >= band * lines.change_share / _HUNDRED:
            found.append(("change", _rounded(moment.change)))
        if moment.amplitude is not None and moment.amplitude >= band * lines.range_share / _HUNDRED:
            found.append(("range", _rounded(moment.amplitude)))
        if band - size <= lines.distance:
            found.append(("distance", _rounded(band - size)))
        crowded = moment.volume_ratio is not None and moment.volume_ratio >= lines.volume_ratio
        if crowded and size >= band * lines.volume_change_share / _HUNDRED:
            found.append(("volume_ratio", moment.volume_ratio or Decimal(0)))
        return tuple(found)


_WAYS: tuple[Direction, ...] = ("up", "down")


def _moved(change: Decimal, line: Decimal) -> Warned | None:
    if abs(change) < line:
        return None
    return Warned("up" if change > 0 else "down", (("move", _rounded(change)),))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT)
