"""The trading day of the mainland exchanges: what phase an instant falls in, and what is next.

Every answer is a pure function of the instant asked about. Sessions: 9:15–9:25 opening auction,
9:30–11:30 and 13:00–14:57 continuous, 14:57–15:00 closing auction, 15:05–15:30 after-hours trading
at the closing price (trading rules of the three exchanges, in force since 2026-07-06).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Phase = Literal["pre_open", "auction", "trading", "lunch", "closing_auction", "after_hours", "closed"]
Certainty = Literal["official", "provisional", "unknown"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_PRICE = time(9, 15)
CONTINUOUS = time(9, 30)
NOON = time(11, 30)
AFTERNOON = time(13, 0)
CLOSE = time(15, 0)
SETTLED = time(15, 30)

_PHASES: tuple[tuple[time, Phase], ...] = (
    (time(0, 0), "pre_open"),
    (FIRST_PRICE, "auction"),
    (time(9, 25), "pre_open"),
    (CONTINUOUS, "trading"),
    (NOON, "lunch"),
    (AFTERNOON, "trading"),
    (time(14, 57), "closing_auction"),
    (CLOSE, "closed"),
    (time(15, 5), "after_hours"),
    (SETTLED, "closed"),
)
_STARTS = tuple(start for start, _ in _PHASES)


class TradingDays:
    """The days on which the exchanges trade. Beyond the known range every weekday counts as one.

    Days after `official_until` are foreseen: the exchanges have not announced them yet.
    """

    def __init__(self, days: Iterable[date], official_until: date | None = None) -> None:
        self._days = sorted(set(days))
        self._known = frozenset(self._days)
        self._official_until = official_until or (self._days[-1] if self._days else date.min)

    def __contains__(self, day: date) -> bool:
        if self._days and self._days[0] <= day <= self._days[-1]:
            return day in self._known
        return day.weekday() < 5

    def certainty(self, day: date) -> Certainty:
        """Whether the exchanges have said that they trade, or don't, on a day."""
        if not self._days or not self._days[0] <= day <= max(self._days[-1], self._official_until):
            return "unknown"
        return "official" if day <= self._official_until else "provisional"

    def before(self, day: date) -> date:
        """The last trading day before `day`."""
        at = bisect_left(self._days, day)
        if 0 < at < len(self._days):
            return self._days[at - 1]
        return self._step(day, -1)

    def after(self, day: date) -> date:
        """The first trading day after `day`."""
        at = bisect_right(self._days, day)
        if 0 < at < len(self._days):
            return self._days[at]
        return self._step(day, 1)

    def _step(self, day: date, by: int) -> date:
        day += timedelta(days=by)
        while day not in self:
            day += timedelta(days=by)
        return day


class Session:
    """Questions about an instant. Every instant must know its zone; answers are in Shanghai time."""

    def __init__(self, days: TradingDays) -> None:
        self._days = days

    @property
    def days(self) -> TradingDays:
        return self._days

    def phase(self, at: datetime) -> Phase:
        at = at.astimezone(SHANGHAI)
        if at.date() not in self._days:
            return "closed"
        return _PHASES[bisect_right(_STARTS, at.time()) - 1][1]

    def is_moving(self, at: datetime) -> bool:
        """Whether prices, volume or amount can still change at this instant."""
        at = at.astimezone(SHANGHAI)
        if at.date() not in self._days:
            return False
        return FIRST_PRICE <= at.time() < NOON or AFTERNOON <= at.time() < SETTLED

    def next_move(self, at: datetime) -> datetime:
        """The next instant at which prices can begin to change."""
        at = at.astimezone(SHANGHAI)
        if at.date() in self._days:
            for start in (FIRST_PRICE, AFTERNOON):
                if at.time() < start:
                    return datetime.combine(at.date(), start, SHANGHAI)
        return datetime.combine(self._days.after(at.date()), FIRST_PRICE, SHANGHAI)

    def last_rest(self, at: datetime) -> datetime:
        """The latest instant, not after `at`, at which prices came to rest (11:30 or 15:30)."""
        at = at.astimezone(SHANGHAI)
        if at.date() in self._days:
            for rest in (SETTLED, NOON):
                if at.time() >= rest:
                    return datetime.combine(at.date(), rest, SHANGHAI)
        return datetime.combine(self._days.before(at.date()), SETTLED, SHANGHAI)

    def last_day(self, at: datetime) -> date:
        """The day of the latest continuous trading that has begun by `at`."""
        at = at.astimezone(SHANGHAI)
        if at.date() in self._days and at.time() >= CONTINUOUS:
            return at.date()
        return self._days.before(at.date())
