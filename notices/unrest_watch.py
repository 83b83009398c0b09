"""Watches for the yellow level: large amplitudes on days in a row, told once after the day has closed."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from conversations.database import Database
from market.session import SHANGHAI, TradingDays
from market.sources.calendar import load_trading_days
from notices.errors import NotPrepared
from notices.events import Events, Found
from notices.jobs import WATCHERS, Task
from notices.market_facts import Facts, Unrest
from notices.marks import Marks
from notices.move_watch import wanted_refs

WATCHER = "unrest"
EVERY = "*/10 * * * *"
FROM, TO = 16, 20  # o'clock in Shanghai: the day's bar is whole
TOGETHER = 20  # shares of one question
A_ROUND_TAKES = 300.0  # seconds

log = logging.getLogger(__name__)


class UnrestWatch:
    """Looks each ten minutes of the evening until it has seen everything once. Raises StoreUnavailable."""

    def __init__(
        self,
        database: Database,
        facts: Facts,
        now: Callable[[], datetime],
        days: TradingDays | None = None,
    ) -> None:
        self._database = database
        self._facts = facts
        self._now = now
        self._events = Events(database)
        self._marks = Marks(database)
        self._days = days or load_trading_days()

    @property
    def task(self) -> Task:
        return Task(WATCHERS, "watch_unrest", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        at = self._now().astimezone(SHANGHAI)
        if FROM <= at.hour < TO and at.date() in self._days:
            await self.look()

    async def look(self) -> int:
        """How many shares have become restless."""
        now = self._now()
        begun = datetime.combine(now.astimezone(SHANGHAI).date(), datetime.min.time(), SHANGHAI)
        refs = await wanted_refs(self._database)
        waiting = await self._marks.next(WATCHER, refs, begun, len(refs) or 1)
        new, end = 0, time.monotonic() + A_ROUND_TAKES
        for first in range(0, len(waiting), TOGETHER):
            if time.monotonic() > end:
                return new
            try:
                told = await self._facts.unrest(waiting[first : first + TOGETHER])
            except NotPrepared as exc:  # the next round asks again
                log.warning("no bars of days: %s", exc.why)
                return new
            for ref, unrest in told.items():
                new += unrest is not None and await self._events.keep(restless(ref, unrest), now) is not None
            await self._marks.set(WATCHER, now, list(told))
        await self._marks.set(WATCHER, now)
        return new


def restless(ref: str, unrest: Unrest) -> Found:
    """One event for a run of days, however long it goes on."""
    detail = {"name": unrest.name, "days": unrest.days, "above": unrest.above}
    return Found(
        f"amplitude:{ref}:{unrest.since}",
        "amplitude",
        f"{unrest.since} … {unrest.last}",
        unrest.source,
        ref,
        "yellow",
        published_at=datetime.combine(unrest.last, datetime.min.time(), SHANGHAI),
        detail=detail,
    )
