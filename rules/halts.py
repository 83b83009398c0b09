"""Halts in the course of a day, which only shares without a price limit know."""

from dataclasses import dataclass
from datetime import date, time
from typing import Self

from rules.row import Row, Table, Unknown, all_verified


@dataclass(frozen=True, slots=True)
class Halt:
    """Percent from the open at which trading stops first and again, for how long, and until when at most."""

    first: Row
    second: Row
    minutes: Row
    latest: Row

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.first, self.second, self.minutes, self.latest

    @property
    def until(self) -> time:
        return time.fromisoformat(self.latest.value)

    @property
    def verified(self) -> bool:
        return all_verified(self.rows)


class Halts:
    """Answers for a board and a day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("halts"))

    def on(self, board: str, day: date) -> Halt | Unknown:
        rows: list[Row] = []
        for topic in ("first_move", "second_move", "minutes", "latest"):
            found = self._table.ask(topic, board, day, "new")
            if isinstance(found, Unknown):
                return found
            rows.append(found)
        return Halt(*rows)
