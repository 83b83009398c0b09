"""The ways of applying for new shares and convertible bonds: hours, what counts, what one application is."""

from datetime import date
from typing import Self

from rules.row import Row, Table, Unknown

BOND = "bond"


class Subscription:
    """Answers for a market: "SH", "SZ", "BJ", or BOND for convertible bonds of the first two."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("subscription"))

    def ask(self, topic: str, market: str, day: date) -> Row | Unknown:
        """Any row: hours, counted, revocable, priority, face, lot, lot_amount, most and so on."""
        return self._table.ask(topic, market, day)
