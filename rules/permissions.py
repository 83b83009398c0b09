"""What an investor must have opened to buy on a board, and what opening it takes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Self

from rules.row import Row, Table, Unknown, all_verified

_CONDITIONS = ("assets", "assets_days", "experience", "risk_letter", "daily_cap")


@dataclass(frozen=True, slots=True)
class Permission:
    """`assets` (yuan) as mean of `assets_days` trading days, `experience` in months; None: it takes none.

    `unknown` names the conditions that exist and whose value nobody could find.
    """

    key: str
    assets: Row | None = None
    assets_days: Row | None = None
    experience: Row | None = None
    risk_letter: Row | None = None
    daily_cap: Row | None = None
    unknown: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        all_rows = (self.assets, self.assets_days, self.experience, self.risk_letter, self.daily_cap)
        return tuple(row for row in all_rows if row is not None)

    @property
    def verified(self) -> bool:
        return not self.unknown and all_verified(self.rows)


class Permissions:
    """Answers for a board and a status of the share."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("permissions"))

    def permission(self, key: str, day: date) -> Permission:
        """What one permission takes on a day."""
        found = {name: self._table.ask(name, key, day) for name in _CONDITIONS}
        rows = {name: row for name, row in found.items() if isinstance(row, Row)}
        unknown = tuple(
            name for name, row in found.items() if isinstance(row, Unknown) and row.document is not None
        )
        return Permission(key, **rows, unknown=unknown)

    def needed(self, board: str, status: str, day: date) -> tuple[Permission, ...]:
        """All that buying a share of this board and status takes; empty where every investor may."""
        keys = [self._table.ask("needs", board, day, "normal")]
        if status != "normal":
            keys.append(self._table.ask("needs", board, day, status))
        return tuple(self.permission(row.value, day) for row in keys if isinstance(row, Row))

    def missing(self, board: str, status: str, day: date, held: Collection[str]) -> tuple[Permission, ...]:
        """Those of the needed that are not among the keys of what an investor holds."""
        return tuple(each for each in self.needed(board, status, day) if each.key not in held)
