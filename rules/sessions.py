"""The hours of a trading day, by board or kind of fund."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal, Self

from rules.row import Row, Table, Unknown

Name = Literal[
    "opening_auction",
    "opening_no_cancel",
    "morning",
    "afternoon",
    "closing_auction",
    "closing_no_cancel",
    "after_hours",
]
NAMES: tuple[Name, ...] = ("opening_auction", "morning", "afternoon", "closing_auction", "after_hours")
NO_CANCEL: tuple[Name, ...] = ("opening_no_cancel", "closing_no_cancel")
"""Within an auction, when orders can't be taken back."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end` by the clock of Shanghai."""

    name: Name
    start: time
    end: time
    row: Row


class Sessions:
    """Answers for a board or fund key of `rules.boards` and a day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("sessions"))

    def period(self, name: Name, board: str, day: date) -> Period | Unknown:
        row = self._table.ask(name, board, day)
        if isinstance(row, Unknown):
            return row
        start, end = (time.fromisoformat(text) for text in row.value.split("-"))
        return Period(name, start, end, row)

    def of(self, board: str, day: date) -> tuple[Period, ...]:
        """The periods that are known, in the order of the day."""
        found = (self.period(name, board, day) for name in NAMES)
        return tuple(period for period in found if isinstance(period, Period))
