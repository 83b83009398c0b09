"""When an application to a fund counts, is confirmed and is paid, in trading days after its own day."""

import re
from datetime import date, time
from typing import Literal, Self

from rules.row import Row, Table, Unknown

FundKind = Literal["equity", "bond", "money", "qdii"]


class FundTerms:
    """Answers for a day, by kind of fund."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("funds"))

    def cutoff(self, day: date) -> Row | Unknown:
        """Until when an application counts for the day itself."""
        return self._table.ask("cutoff", "any", day)

    def confirmed_after(self, kind: FundKind, day: date) -> Row | Unknown:
        return self._table.ask("confirmed_after", kind, day)

    def paid_after(self, kind: FundKind, day: date) -> Row | Unknown:
        return self._table.ask("paid_after", kind, day)


def days_after(row: Row) -> tuple[int, int]:
    """The fewest and the most trading days of a row such as T+1 or T+3至T+4."""
    days = [int(each) for each in re.findall(r"T\+(\d+)", row.value)]
    return min(days), max(days)


def clock(row: Row) -> time:
    """The time of a row such as 15:00."""
    return time.fromisoformat(row.value)
