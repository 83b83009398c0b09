"""Watches the announcements of every share that somebody watches or holds, or was told of.

Each round asks for the shares that wait longest, as many as a round can; what a source did not tell is asked
for again in the next one, and after a gap the look goes back as far as nobody has looked.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from conversations.database import Database
from market.session import SHANGHAI
from notices.detecting import (
    ANNOUNCED,
    Told,
    before,
    correction,
    corrects,
    found_in,
    vanished,
    withdrawal,
)
from notices.errors import NotPrepared
from notices.events import SAME_STEP, Event, Events, Found
from notices.jobs import WATCHERS, Task
from notices.market_facts import Facts
from notices.marks import Marks
from rules.delisting_events import Titles

WATCHER, GONE = "announcements", "vanished"
EVERY = "*/2 * * * *"
DAY_BEGINS = 7  # o'clock in Shanghai; before, each tenth round looks
A_ROUND = 400  # shares
A_ROUND_TAKES = 100.0  # seconds, after which the next round goes on
FRESH = timedelta(seconds=90)
TOGETHER = 20  # shares of one question
SURE = timedelta(minutes=30)
"""How long a source must have nothing of what it told before we say that it was taken back."""
REMEMBERED = timedelta(days=30)
LONGEST_GAP = timedelta(days=30)
_URGENT = frozenset({"decision", "period", "revoked"})

# Of what was told lately also where nobody has the share any more: they are to hear if it is taken back.
_REFS = """
select ref from (
  select ref from watched union select ref from holding union
  select ref from event
  where level in ('red', 'orange') and withdrawn_at is null and first_seen_at > %(since)s
) as theirs where ref ~ '^(SH|SZ|BJ)[0-9]{6}$' order by ref"""

log = logging.getLogger(__name__)


class DelistingWatch:
    """One round a call; any gateway may do it, also two at once. Raises StoreUnavailable."""

    def __init__(
        self, database: Database, facts: Facts, now: Callable[[], datetime], titles: Titles | None = None
    ) -> None:
        self._database = database
        self._facts = facts
        self._now = now
        self._titles = titles or Titles.load()
        self._events = Events(database)
        self._marks = Marks(database)

    @property
    def task(self) -> Task:
        return Task(WATCHERS, "watch_announcements", self._work, EVERY)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        at = self._now().astimezone(SHANGHAI)
        if at.hour >= DAY_BEGINS or at.minute % 20 < 2:
            await self.look()

    async def look(self) -> int:
        """How many new events there were."""
        now = self._now()
        refs = [row["ref"] for row in await self._database.rows(_REFS, {"since": now - SAME_STEP})]
        hints = await self._hints(set(refs), now)
        waiting = await self._marks.next(WATCHER, refs, now - FRESH, A_ROUND)
        waiting = [*hints, *(ref for ref in waiting if ref not in hints)]
        new, missed = 0, 0
        end = time.monotonic() + A_ROUND_TAKES
        for first in range(0, len(waiting), TOGETHER):
            if time.monotonic() > end:
                return new
            batch = waiting[first : first + TOGETHER]
            try:
                told = await self._facts.announcements(batch)
            except NotPrepared as exc:  # the action server or its sources are away: the next round asks again
                log.warning("no announcements of %d shares: %s", len(batch), exc.why)
                told = {}
            missed += len(batch) - len(told)
            own = [hints[ref] for ref in batch if ref in hints]
            new += await self._judge(told, _beside(own, told), now)
        if not missed:
            await self._marks.set(WATCHER, now)
        return new

    async def _hints(self, refs: set[str], now: datetime) -> dict[str, Told]:
        """What the whole market's list of today and tomorrow has of these shares' steps: they come first."""
        today = now.astimezone(SHANGHAI).date()
        try:
            told = await self._facts.warnings([today, today + timedelta(days=1)])
        except NotPrepared as exc:  # share by share it is found too, only later
            log.warning("no list of the market's warnings: %s", exc.why)
            return {}
        hints: dict[str, Told] = {}
        for each in told:
            if each.ref in refs and self._titles.kind(each.announcements[0].title) in _URGENT:
                before = hints[each.ref].announcements if each.ref in hints else ()
                hints[each.ref] = replace(each, announcements=[*before, *each.announcements])
        return hints

    async def _judge(self, told: Mapping[str, Told], hints: Sequence[Told], now: datetime) -> int:
        """Keep what is news, then note that these shares were looked at: killed in between, it is found
        again.
        """
        new, refs = 0, [*told, *(each.ref for each in hints)]
        standing = await self._events.standing(refs, now - REMEMBERED)
        lasts = await self._marks.lasts(WATCHER, refs)
        for each in [*hints, *told.values()]:
            own = [event for event in standing if event.ref == each.ref]
            new += await self._keep_all(each, own, lasts.get(each.ref), now)
        gone = await self._marks.lasts(GONE, [str(event.number) for event in standing])
        for ref, each in told.items():
            await self._take_back(each, [event for event in standing if event.ref == ref], gone, now)
        await self._marks.set(WATCHER, now, list(told))
        return new

    async def _keep_all(
        self, told: Told, standing: Sequence[Event], last: datetime | None, now: datetime
    ) -> int:
        """`last` is when the share was looked at before."""
        gap, new = min(now - (last or now), LONGEST_GAP), 0
        for found in found_in(told, self._titles, now.astimezone(SHANGHAI).date(), gap):
            if last is None and found.kind == ANNOUNCED:  # old news to who has begun to watch the share
                found = replace(found, told=False)
            new += await self._keep(found, standing, now) is not None
        return new

    async def _keep(self, found: Found, standing: Sequence[Event], now: datetime) -> int | None:
        if corrects(found) and any(event.kind == found.kind for event in standing):
            return await self._events.correct(correction(found), found.kind, now)
        if found.kind == "delisting_revoked":
            return await self._revoke(found, now)
        return await self._events.keep(found, now)

    async def _revoke(self, found: Found, now: datetime) -> int | None:
        """A decision was taken back by who made it, however long after: what stands from before does not any
        more. What was decided since does.
        """
        number = await self._events.keep(found, now)
        standing = await self._events.standing([found.ref] if found.ref else [])
        for each in [event for event in standing if before(event, found)]:
            await self._events.withdraw(each.number, withdrawal(each, found.source, found), now)
        return number

    async def _take_back(
        self, told: Told, standing: Sequence[Event], gone: Mapping[str, datetime], now: datetime
    ) -> None:
        """What its own source does not tell any more, for long enough not to be a slip of the source; `gone`
        says since when.
        """
        for event in standing:
            key = str(event.number)
            since = gone.get(key)
            if not vanished(event, told, self._titles):
                if since is not None:
                    await self._marks.clear(GONE, key)
                continue
            if since is None:
                await self._marks.set(GONE, now, [key])
            elif now - since >= SURE:
                await self._events.withdraw(event.number, withdrawal(event, told.source), now)


def _beside(hints: Sequence[Told], told: Mapping[str, Told]) -> list[Told]:
    """What the market's list has, beside what each share's own list says of it."""
    return [
        replace(each, beside=told[each.ref].announcements) if each.ref in told else each for each in hints
    ]
