"""Watches the calendar: new shares of the day, and what is near for shares that somebody watches or holds."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from conversations.database import Database
from market.session import SHANGHAI, TradingDays
from market.sources.calendar import load_trading_days
from notices.alert_words import AlertWords
from notices.errors import NotPrepared
from notices.events import Events, Found
from notices.jobs import WATCHERS, Task
from notices.market_facts import Days, Facts, Issue
from notices.marks import Marks
from notices.move_watch import wanted_refs

ISSUES, DAYS = "issues", "days"
EVERY = "*/10 * * * *"
FROM, TO = 8, 12  # o'clock in Shanghai
TOGETHER = 20  # shares of one question
A_ROUND_TAKES = 300.0  # seconds

_WANTED = "select 1 from subscription where kind = 'ipo' and wanted limit 1"

log = logging.getLogger(__name__)


class DayWatch:
    """Looks each ten minutes of the morning until it has seen everything once. Raises StoreUnavailable."""

    def __init__(
        self,
        database: Database,
        facts: Facts,
        now: Callable[[], datetime],
        words: AlertWords | None = None,
        days: TradingDays | None = None,
    ) -> None:
        self._database = database
        self._facts = facts
        self._now = now
        self._words = words or AlertWords.load()
        self._events = Events(database)
        self._marks = Marks(database)
        self._days = days or load_trading_days()

    @property
    def task(self) -> Task:
        return Task(WATCHERS, "watch_days", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        if FROM <= self._now().astimezone(SHANGHAI).hour < TO:
            await self.look()

    async def look(self) -> int:
        """How many notices of days are new; on a day without trading there is nothing to apply for."""
        now = self._now()
        today = now.astimezone(SHANGHAI).date()
        if today not in self._days:
            return 0
        begun = datetime.combine(today, datetime.min.time(), SHANGHAI)
        try:
            return await self._look_at_issues(today, now, begun) + await self._look_ahead(today, now, begun)
        except NotPrepared as exc:  # the next round asks again
            log.warning("no days are known: %s", exc.why)
            return 0

    async def _look_at_issues(self, today: date, now: datetime, begun: datetime) -> int:
        last = await self._marks.last(ISSUES)
        wanted = await self._database.row(_WANTED, {})
        known = None if not wanted or (last and last >= begun) else await self._facts.issues()
        if known is None:
            return 0
        found = issues_of(known[0], known[1], today, self._words)
        new = found is not None and await self._events.keep(found, now) is not None
        await self._marks.set(ISSUES, now)
        return int(new)

    async def _look_ahead(self, today: date, now: datetime, begun: datetime) -> int:
        refs = await wanted_refs(self._database, "dates")
        waiting = await self._marks.next(DAYS, refs, begun, len(refs) or 1)
        until, new = self._days.after(today), 0
        end = time.monotonic() + A_ROUND_TAKES
        for first in range(0, len(waiting), TOGETHER):
            if time.monotonic() > end:
                return new
            known = await self._facts.days(waiting[first : first + TOGETHER])
            for ref, days in known.items():
                for found in ahead_of(ref, days, today, until, self._words):
                    new += await self._events.keep(found, now) is not None
            await self._marks.set(DAYS, now, list(known))
        await self._marks.set(DAYS, now)
        return new


def issues_of(source: str, issues: Sequence[Issue], today: date, words: AlertWords) -> Found | None:
    """What of new shares falls on a day; None where nothing does."""
    table = words["issues"]
    falling = (
        ("apply", [each for each in issues if each.apply_date == today]),
        ("payment", [each for each in issues if each.payment_date == today]),
        ("listing", [each for each in issues if each.listing_date == today]),
    )
    lines = [
        table[step].format(names=table["join"].join(f"{each.name} {each.code}" for each in those))
        for step, those in falling
        if those
    ]
    if not lines:
        return None
    detail = {"day": f"{today:%m-%d}", "lines": "\n".join(lines)}
    return Found(f"ipo:{today}", "ipo", lines[0], source, detail=detail)


def ahead_of(ref: str, days: Days, today: date, until: date, words: AlertWords) -> list[Found]:
    """What of a share falls on the days up to the next one on which there is trading; each told once."""
    near = sorted((each.day, each.what) for each in days.ahead if today <= each.day <= until)
    found: list[Found] = []
    for day, what in near:
        line = words["days"][what].format(day=f"{day:%m-%d}")
        detail = {"name": days.security.name, "lines": line}
        found.append(Found(f"dates:{ref}:{what}:{day}", "dates", line, days.source, ref, detail=detail))
    return found
