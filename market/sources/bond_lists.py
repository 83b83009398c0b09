"""A list of convertible bonds through one function of akshare: how every house's is asked for and vetted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond, consistent, recent
from market.errors import SourceChanged
from market.sources import ipo_cells
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact
from market.sources.frames import Cells, records

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class BondList:
    """`columns` begin with the one of the codes; `bond` reads a row whose code is read already."""

    name: str
    host: str
    function: str
    columns: tuple[str, ...]
    bond: Callable[[str, Cells, ipo_cells.Cells], ConvertibleBond]

    def source(
        self, calls: AkshareCalls, now: Callable[[], datetime]
    ) -> AkshareFact[None, tuple[ConvertibleBond, ...]]:
        """The bonds of the last year, asked for all at once."""
        return AkshareFact(
            calls,
            now,
            self.name,
            self.host,
            BOND_CALENDAR,
            self.function,
            lambda _: {},
            lambda frame, _: self.read(frame, now().date()),
            lambda _: True,
        )

    def read(self, frame: "pandas.DataFrame", today: date) -> tuple[ConvertibleBond, ...]:
        """The bonds of the last year. Raises SourceChanged, as for a list without any: we can't read it."""
        cells = ipo_cells.Cells(self.name)
        found = [self._bond(row, cells) for row in records(frame, self.columns, self.name)]
        cells.check()
        bonds = [consistent(bond) for bond in found if bond is not None]
        if not any(bond.apply_date for bond in bonds):
            raise SourceChanged(self.name, ("no bonds",))
        return recent(bonds, today)

    def _bond(self, row: Cells, cells: ipo_cells.Cells) -> ConvertibleBond | None:
        column = self.columns[0]
        code = cells.take(row, column, ipo_cells.code) or ""
        return self.bond(code, row, cells) if cells.count(column, holds=code.startswith("1")) else None
