"""Sends briefs at their times on trading days: in batches, one composition for all who watch the same.

A run may be begun again at any time: it goes on behind the last whole batch, and the key of a notice makes it
once. What a brief says is composed by the action server, where market facts live.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from conversations.messages import SHANGHAI
from customers.briefs import BriefWishes, Reader
from market.session import TradingDays
from notices.brief_composing import Compositions, Prepare
from notices.brief_runs import BriefRuns, Run
from notices.jobs import Task
from notices.post import Notice, Post

QUEUE = "briefs"
BATCH = 500  # investors

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Slot:
    """When a kind is sent: from `begin` in Shanghai, until `window` later at most. `times` is the cron, in
    UTC, that looks whether there is something to do; `weekly` on the last trading day of a week alone.
    """

    kind: str
    begin: time
    window: timedelta
    times: str
    weekly: bool = False

    def falls_on(self, day: date, days: TradingDays) -> bool:
        """Whether it is sent on that day at all."""
        if day not in days:
            return False
        return not self.weekly or days.after(day).isocalendar()[:2] != day.isocalendar()[:2]

    def ends(self, day: date) -> datetime:
        return datetime.combine(day, self.begin, SHANGHAI) + self.window


LATE = timedelta(minutes=45)
SLOTS = (
    Slot("morning", time(8, 45), timedelta(minutes=30), "*/5 0-1 * * *"),
    Slot("midday", time(11, 35), LATE, "*/5 3-4 * * *"),
    Slot("close", time(15, 10), LATE, "*/5 7-8 * * *"),
    Slot("weekly", time(15, 40), LATE, "*/5 7-8 * * *", weekly=True),
)


@dataclass(frozen=True, slots=True)
class Briefs:
    """`whys` says by kind why somebody gets it. `now` knows its zone."""

    wishes: BriefWishes
    runs: BriefRuns
    days: TradingDays
    prepare: Prepare
    post: Post
    whys: Mapping[str, str]
    now: Callable[[], datetime]
    batch: int = BATCH

    @property
    def tasks(self) -> tuple[Task, ...]:
        """One for each slot; it looks every five minutes, so that what was late or broke is gone on with."""
        return tuple(Task(QUEUE, f"brief_{slot.kind}", self._work(slot), slot.times) for slot in SLOTS)

    def _work(self, slot: Slot) -> Callable[[Mapping[str, Any], int], Awaitable[None]]:
        async def work(_arguments: Mapping[str, Any], attempts: int) -> None:
            await self.look(slot, orphaned=attempts > 0)

        return work

    async def look(self, slot: Slot, *, orphaned: bool = False) -> None:
        """Send what is due now, or write down that it is too late. Raises StoreUnavailable."""
        now = self.now().astimezone(SHANGHAI)
        if now.time() < slot.begin or not slot.falls_on(now.date(), self.days):
            return
        run = Run(slot.kind, now.date())
        if now < slot.ends(run.day):
            await self._send(slot, run, orphaned=orphaned)
        else:
            await self._give_up(run)

    async def _send(self, slot: Slot, run: Run, *, orphaned: bool) -> None:
        after = await self.runs.take(run, orphaned=orphaned)
        made = Compositions(run.kind, self.prepare)
        while after is not None and self.now() < slot.ends(run.day):
            readers = await self.wishes.batch(run.kind, after, self.batch)
            if not readers:
                told = await self.runs.end(run, "sent")
                log.info("%s briefs of %s sent to %s", run.kind, run.day, told)
                return
            new = await self._tell(slot, run, readers, made)
            if new is None:  # nothing could be prepared: the next look goes on from here
                await self.runs.leave(run)
                return
            after = readers[-1].investor_id
            await self.runs.advance(run, after, new)
        if after is not None:
            await self._give_up(run)

    async def _give_up(self, run: Run) -> None:
        told = await self.runs.end(run, "late")
        if told is not None:
            log.warning("%s briefs of %s came too late, after %d", run.kind, run.day, told)

    async def _tell(self, slot: Slot, run: Run, readers: Sequence[Reader], made: Compositions) -> int | None:
        """Hand over the briefs of a batch; how many are new, None where they could not be prepared."""
        if not await made.bring({reader.refs for reader in readers}):
            return None
        wanting = await self.wishes.still(run.kind, [reader.investor_id for reader in readers])
        kind, key = f"brief_{run.kind}", f"brief_{run.kind}:{run.day.isoformat()}"
        notices = [
            Notice(reader.investor_id, kind, key, reply, self.whys[run.kind], slot.ends(run.day))
            for reader in readers
            if reader.investor_id in wanting and (reply := made.of(reader.refs))
        ]
        return await self.post.send(notices) if notices else 0
