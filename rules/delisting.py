"""Numeric delisting lines of a board, and how far a share is from each of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from rules.row import Row, Table, Unknown, all_verified

Kind = Literal["price", "market_value", "holders", "volume", "revenue", "net_assets"]

DAILY: tuple[Kind, ...] = ("price", "market_value", "holders")
"""Below the line on so many trading days in a row."""
SUMMED: tuple[Kind, ...] = ("volume",)
"""Below the line in total over so many trading days."""
YEARLY: tuple[Kind, ...] = ("revenue", "net_assets")
"""Below the line at a year's end; revenue counts only beside a loss."""

_HUNDRED = Decimal(100)
_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """`below` in the unit of its row; `days` is None for a line of yearly reports."""

    kind: Kind
    below: Row
    days: Row | None

    @property
    def verified(self) -> bool:
        return all_verified([self.below, *([self.days] if self.days else [])])


@dataclass(frozen=True, slots=True)
class Progress:
    """`run` days below the line up to `as_of`, the first of them `since`; `value` is the latest."""

    line: Line
    as_of: date
    value: Decimal
    run: int
    since: date | None

    @property
    def left(self) -> int:
        """Days in a row that are still missing; 0 where the line is reached."""
        needed = self.line.days.count if self.line.days else 1
        return max(needed - self.run, 0)

    @property
    def reached(self) -> bool:
        return self.left == 0

    @property
    def distance(self) -> Decimal:
        """How far the value lies above the line, in its unit; negative below."""
        return self.value - self.line.below.number

    @property
    def distance_percent(self) -> Decimal | None:
        """The same as a share of the value: how much of it may go before the line is met."""
        return (self.distance / self.value * _HUNDRED).quantize(_PLACES) if self.value else None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Trading days between the steps of a delisting; each is None where nobody could find it."""

    hearing_within: Row | None
    period_after: Row | None
    period: Row | None
    removal_within: Row | None
    transfer_within: Row | None


class Delisting:
    """Answers for a board and a day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("delisting"))

    def line(self, kind: Kind, board: str, day: date) -> Line | Unknown:
        below = self._table.ask(f"{kind}_below", board, day)
        if isinstance(below, Unknown):
            return below
        if kind in YEARLY:
            return Line(kind, below, None)
        days = self._table.ask(f"{kind}_days", board, day)
        return days if isinstance(days, Unknown) else Line(kind, below, days)

    def lines(self, board: str, day: date) -> tuple[Line | Unknown, ...]:
        """All lines in the order in which they are told; an unknown one is said to be unknown."""
        return tuple(self.line(kind, board, day) for kind in (*DAILY, *SUMMED, *YEARLY))

    def timeline(self, board: str, day: date) -> Timeline:
        topics = ("hearing_within", "period_after", "period", "removal_within", "transfer_within")
        found = (self._table.ask(f"{topic}_days", board, day) for topic in topics)
        return Timeline(*(row if isinstance(row, Row) else None for row in found))


def progress(line: Line, values: Sequence[tuple[date, Decimal]]) -> Progress | None:
    """Where a share stands at the last of its values, oldest first; None without any.

    Daily lines want one value a traded day: days of suspension do not count. A line over a sum is reached
    as soon as the sum of the full window is below it.
    """
    if not values:
        return None
    if line.kind in SUMMED:
        return _summed(line, values)
    run = 0
    for _, value in reversed(values):
        if value >= line.below.number:
            break
        run += 1
    as_of, latest = values[-1]
    return Progress(line, as_of, latest, run, values[-run][0] if run else None)


def _summed(line: Line, values: Sequence[tuple[date, Decimal]]) -> Progress | None:
    days = line.days.count if line.days else 1
    if len(values) < days:
        return None
    window = values[-days:]
    total = sum((value for _, value in window), Decimal(0))
    run = days if total < line.below.number else 0
    return Progress(line, window[-1][0], total, run, window[0][0] if run else None)
