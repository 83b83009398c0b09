"""What trading a share costs: what the state and the clearing house take, and the bounds of a commission."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from rules.row import ANY, Row, Table, Unknown


@dataclass(frozen=True, slots=True)
class Rates:
    """In percent of the amount, but for `commission_floor`, which is yuan an order.

    Stamp duty is the seller's alone; the others are of both sides.
    """

    commission_ceiling: Row
    commission_floor: Row
    stamp_duty: Row
    transfer_fee: Row

    @property
    def rows(self) -> tuple[Row, ...]:
        return (self.commission_ceiling, self.commission_floor, self.stamp_duty, self.transfer_fee)


class Fees:
    """Answers for a day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("fees"))

    def rates(self, day: date) -> Rates | Unknown:
        """All of them, or the first that nobody knows."""
        found: dict[str, Row] = {}
        for topic in ("commission_ceiling", "commission_floor", "stamp_duty", "transfer_fee"):
            row = self._table.ask(topic, ANY, day)
            if isinstance(row, Unknown):
                return row
            found[topic] = row
        return Rates(**found)
