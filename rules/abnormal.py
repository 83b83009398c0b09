"""Abnormal movement: the lines of a board, and how far a share's deviation from its index is from them.

A deviation is the compounded return of the share less that of the index, over a window of trading days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from rules.row import Row, Table, Unknown, all_verified

LINES = ("abnormal", "severe_short", "severe_long")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """Within `days` trading days a deviation of `up` or `down` percent counts as `kind`."""

    kind: str
    days: Row
    up: Row
    down: Row

    @property
    def verified(self) -> bool:
        return all_verified((self.days, self.up, self.down))


@dataclass(frozen=True, slots=True)
class Closes:
    """The closes of a share and of its index on a day on which both were traded."""

    day: date
    share: Decimal
    index: Decimal


@dataclass(frozen=True, slots=True)
class Deviation:
    """The largest and smallest deviation, in percent, of the windows within a line that end at `as_of`.

    `up_since` and `down_since` are the closes from which they are counted; distances are in percentage
    points, and zero or less where the line is reached.
    """

    line: Line
    as_of: date
    highest: Decimal
    lowest: Decimal
    up_since: date
    down_since: date

    @property
    def to_up(self) -> Decimal:
        return self.line.up.number - self.highest

    @property
    def to_down(self) -> Decimal:
        return self.lowest - self.line.down.number

    @property
    def reached(self) -> bool:
        return self.to_up <= 0 or self.to_down <= 0


@dataclass(frozen=True, slots=True)
class TurnoverLine:
    """Turnover of `days` that is `ratio` times that of the `before` days before, and sums up to `total`."""

    days: Row
    before: Row
    ratio: Row
    total: Row


@dataclass(frozen=True, slots=True)
class Turnover:
    """Where a share stands: both must be reached. `ratio` is None where nothing was traded before."""

    line: TurnoverLine
    ratio: Decimal | None
    total: Decimal

    @property
    def reached(self) -> bool:
        enough = self.ratio is not None and self.ratio >= self.line.ratio.number
        return enough and self.total >= self.line.total.number


class Abnormal:
    """Answers for a board, a status of the share and a day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("abnormal"))

    def line(self, kind: str, board: str, status: str, day: date) -> Line | Unknown:
        rows: list[Row] = []
        for part in ("days", "up", "down"):
            found = self._table.ask(f"{kind}_{part}", board, day, status)
            if isinstance(found, Unknown):
                return found
            rows.append(found)
        return Line(kind, *rows)

    def lines(self, board: str, status: str, day: date) -> tuple[Line, ...]:
        """The lines that are known."""
        found = (self.line(kind, board, status, day) for kind in LINES)
        return tuple(line for line in found if isinstance(line, Line))

    def events(self, board: str, day: date) -> tuple[Row, Row] | Unknown:
        """How many movements in one direction, within how many days, are a severe one."""
        count = self._table.ask("severe_events", board, day)
        days = self._table.ask("severe_events_days", board, day)
        if isinstance(count, Unknown):
            return count
        return days if isinstance(days, Unknown) else (count, days)

    def benchmark(self, board: str, day: date) -> Row | Unknown:
        """The index to compare with; the row's value is its exchange and code."""
        return self._table.ask("benchmark", board, day)

    def turnover_line(self, board: str, day: date) -> TurnoverLine | Unknown:
        rows: list[Row] = []
        for topic in ("turnover_days", "turnover_days_before", "turnover_ratio", "turnover_sum"):
            found = self._table.ask(topic, board, day)
            if isinstance(found, Unknown):
                return found
            rows.append(found)
        return TurnoverLine(*rows)


def deviation(line: Line, closes: Sequence[Closes], reset: date | None = None) -> Deviation | None:
    """Where a share stands at the last of its `closes` (oldest first); None without two closes to compare.

    No window reaches back beyond `reset`: the last day already counted in a movement that was announced, or
    the last day without a price limit. The close of that day is still where a window may start from.
    """
    counted = [each for each in closes if reset is None or each.day >= reset][-line.days.count - 1 :]
    if len(counted) < 2:
        return None
    last = counted[-1]
    found = [(_deviation(start, last), start.day) for start in counted[:-1]]
    highest = max(found, key=lambda each: each[0])
    lowest = min(found, key=lambda each: each[0])
    return Deviation(line, last.day, highest[0], lowest[0], highest[1], lowest[1])


def turnover(line: TurnoverLine, rates: Sequence[Decimal]) -> Turnover | None:
    """Where a share stands at the last of its daily turnover rates (percent, oldest first)."""
    days, before = line.days.count, line.before.count
    if len(rates) < days + before:
        return None
    latest, earlier = rates[-days:], rates[-days - before : -days]
    total, usual = sum(latest, Decimal(0)), sum(earlier, Decimal(0)) / before
    ratio = total / days / usual if usual else None
    return Turnover(line, ratio, total)


def _deviation(start: Closes, end: Closes) -> Decimal:
    share, index = end.share / start.share, end.index / start.index
    return (share - index) * _HUNDRED
