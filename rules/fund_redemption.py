"""The least that a fund of the public must take from those who redeem soon, by days of holding."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from rules.row import Row, Table, Unknown

_DAYS = (7, 30, 180)


@dataclass(frozen=True, slots=True)
class Least:
    """Whoever has held for fewer than `days` days pays at least `row` percent."""

    days: int
    row: Row


class FundRedemption:
    """Answers for a day. Money funds, ETFs and others are exempt: a contract may say otherwise."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("fund_redemption"))

    def least(self, day: date) -> tuple[Least, ...] | Unknown:
        """From the shortest holding to the longest."""
        found: list[Least] = []
        for days in _DAYS:
            row = self._table.ask("least", "any", day, f"under_{days}_days")
            if isinstance(row, Unknown):
                return row
            found.append(Least(days, row))
        return tuple(found)
