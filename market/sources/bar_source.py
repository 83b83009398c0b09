"""What every source of bars and minutes has in common: its line, the calendar, and how rows become facts."""

from collections.abc import Callable, Iterable
from datetime import datetime

from market.bar_vetting import Measure, RawBar, as_of, vet
from market.bars import Bar, Minute
from market.fact import Fact
from market.minute_vetting import RawMinute, vet_minutes
from market.session import SHANGHAI, Session


class BarSource[Line]:
    """`Line` is what it speaks through: an HTTP client, or the door to akshare."""

    name: str

    def __init__(self, line: Line, session: Session, now: Callable[[], datetime]) -> None:
        self._line = line
        self._session = session
        self._clock = now

    @property
    def _now(self) -> datetime:
        return self._clock().astimezone(SHANGHAI)

    def _bars(self, rows: Iterable[RawBar], measure: Measure, now: datetime) -> Fact[tuple[Bar, ...]] | None:
        """Raises SourceChanged where the rows contradict themselves."""
        bars = vet(rows, measure, self.name, self._session, now)
        return Fact(bars, as_of(bars[-1].day, self._session, now), self.name) if bars else None

    def _minutes(
        self, rows: Iterable[RawMinute], now: datetime, *, index: bool
    ) -> Fact[tuple[Minute, ...]] | None:
        """Raises SourceChanged where the rows contradict themselves."""
        minutes = vet_minutes(rows, self.name, self._session, now, index=index)
        return Fact(minutes, min(minutes[-1].at, now), self.name) if minutes else None
