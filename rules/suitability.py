"""Which risk of products goes with which class of investors. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from rules.row import ROWS, Table, Unknown

LOWEST = "lowest"
_SPAN = re.compile(r"R1(?:–(?P<highest>R[1-5]))?")


@dataclass(frozen=True, slots=True)
class Reach:
    """The `highest` risk that a class may hold, "R1" to "R5"; not `verified` is to be said with it."""

    highest: str
    verified: bool


class Suitability:
    """The rows of suitability.csv."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls, folder: Path = ROWS) -> Self:
        return cls(Table.load("suitability", folder))

    def reach(self, level: str, day: date, *, lowest: bool) -> Reach | Unknown:
        """Of "C1" to "C5", or of the lowest class, for which nothing goes beyond it (办法第22条)."""
        row = self._table.ask("match", LOWEST if lowest else level, day)
        if isinstance(row, Unknown):
            return row
        found = _SPAN.fullmatch(row.value)
        if found is None:
            return Unknown(row.topic, row.board, row.status, day, row.document)
        return Reach(found["highest"] or "R1", row.verified)
