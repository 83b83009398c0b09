"""The yellow level: large amplitudes in a row, and a counter of days below a delisting line.

Amplitude is a sign of unrest, not of delisting. Red and orange are events: see rules.delisting_events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from rules.delisting import Line
from rules.row import Row, Table, Unknown

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Day:
    """A traded day. `previous_close` is the official one, after rights; `unlimited`: no price limit."""

    day: date
    high: Decimal
    low: Decimal
    previous_close: Decimal
    unlimited: bool = False

    @property
    def amplitude(self) -> Decimal:
        """Exact, in percent."""
        return (self.high - self.low) / self.previous_close * _HUNDRED


@dataclass(frozen=True, slots=True)
class Amplitude:
    """The days in a row, up to the latest, whose amplitude lies above the line."""

    above: Row
    needed: Row
    days: tuple[Day, ...]

    @property
    def reached(self) -> bool:
        return len(self.days) >= self.needed.count

    @property
    def unlimited(self) -> bool:
        """Whether days without a price limit are among those that count."""
        return any(day.unlimited for day in self.days[-self.needed.count :])


@dataclass(frozen=True, slots=True)
class Watch:
    """On `below` of the last `of` traded days the value lay under a delisting line; `needed` of them warn."""

    line: Line
    below: int
    of: int
    needed: int

    @property
    def reached(self) -> bool:
        return self.below >= self.needed


class WarningLevels:
    """Our own settings, kept as rows like the exchanges' rules."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("warning_levels"))

    def amplitude(self, days: Sequence[Day], today: date) -> Amplitude | Unknown:
        """Counts back from the latest of the traded days, oldest first."""
        above = self._table.ask("amplitude_above", "any", today)
        needed = self._table.ask("amplitude_days", "any", today)
        if isinstance(above, Unknown):
            return above
        if isinstance(needed, Unknown):
            return needed
        run = 0
        while run < len(days) and days[-run - 1].amplitude > above.number:
            run += 1
        return Amplitude(above, needed, tuple(days[len(days) - run :]))

    def watch(self, line: Line, values: Sequence[Decimal], today: date) -> Watch | Unknown:
        """Counts the latest daily values (oldest first) that lie below a line."""
        of = self._table.ask("watch_days", "any", today)
        needed = self._table.ask("watch_needed", "any", today)
        if isinstance(of, Unknown):
            return of
        if isinstance(needed, Unknown):
            return needed
        below = sum(value < line.below.number for value in values[-of.count :])
        return Watch(line, below, of.count, needed.count)
