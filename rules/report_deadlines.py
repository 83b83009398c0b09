"""The last day on which a company's regular report may come."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from rules.row import ANY, Row, Table, Unknown

_TOPICS = {3: "first_quarter", 6: "half_year", 9: "three_quarters", 12: "year"}
"""By the month in which the reporting period ends."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for the report of a period, and the row that says so."""

    day: date
    row: Row


class ReportDeadlines:
    """Answers for a period by its last day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("report_deadlines"))

    def of(self, period: date, board: str = ANY) -> Deadline | Unknown:
        """Reports of a year come in the next one. The rules in force when the period ended hold."""
        row = self._table.ask(_TOPICS[period.month], board, period)
        if isinstance(row, Unknown):
            return row
        month, day = (int(part) for part in row.value.split("-"))
        return Deadline(date(period.year + (period.month == 12), month, day), row)
