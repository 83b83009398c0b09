"""The rounds that give waiting conversations to agents, on one gateway at a time.

A round begins when there is news, a few times a second at most, and at least each second. It takes back
what agents left, raises alerts, begins appointments, sends who waits home at closing time, offers the oldest
first to who is there, and tells the others how it stands. Whatever it does is a step of conversations.owners,
fenced by the epoch it looked at: an agent or an investor who acts at the same moment wins or loses cleanly,
and so would a second router. Everything of time is PostgreSQL's: a gateway's clock may jump.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from conversations import Conversations
from conversations.database import LOST
from conversations.errors import StoreUnavailable, TransitionError
from conversations.locks import Locks
from conversations.owners import assign
from desk.routing.alerts import Alerts
from desk.routing.choosing import Available, Choice, choose
from desk.routing.counts import RouterCounts
from desk.routing.diary import Diary
from desk.routing.enforcing import Enforcing
from desk.routing.patience import Patience
from desk.routing.presence import Presences
from desk.routing.roster import Person, Queued, Roster
from desk.routing.settings import Settings
from desk.routing.terms import Terms

LOCK = "desk:router"
PAUSE = 0.2  # seconds between two rounds, however much news there is
LOAD = 4  # a long queue takes long: we rest so many times as long as a round took


class Router:
    """One gateway's share of it; `locks` say whose turn it is."""

    def __init__(
        self,
        conversations: Conversations,
        locks: Locks,
        settings: Settings,
        roster: Roster,
        alerts: Alerts,
        diary: Diary,
        patience: Patience,
    ) -> None:
        self._conversations = conversations
        self._settings = settings
        self._alerts = alerts
        self._diary = diary
        self._locks = locks
        self._roster = roster
        self._enforcing = Enforcing(conversations, Presences(conversations.database))
        self._patience = patience
        self._offered = 0
        self._seen: tuple[list[Queued], list[Person]] | None = None

    @property
    def counts(self) -> RouterCounts:
        """What is known now."""
        done = RouterCounts(offered=self._offered, reassigned=dict(self._enforcing.reasons))
        if self._seen is None:
            return done
        queue, people = self._seen
        longest = max((one.waiting.waited for one in queue), default=0.0)
        standings: Counter[str] = Counter(each.standing for each in people)
        return replace(done, waiting=len(queue), longest_wait=longest, agents=standings)

    async def run(self) -> None:
        """Until cancelled; a server that restarts costs a round."""
        loop = asyncio.get_running_loop()
        async with self._conversations.news() as news:
            while True:
                began = loop.time()
                with contextlib.suppress(StoreUnavailable, *LOST):  # the next round tries again
                    await self.once()
                await asyncio.sleep(max(PAUSE, LOAD * (loop.time() - began)))
                await news.next()

    async def once(self) -> None:
        """One round, if it is this gateway's turn."""
        async with self._locks.if_free(LOCK) as mine:
            if mine:
                await self._round()
            else:
                self._seen = None

    async def _round(self) -> None:
        known = await self._settings.read()
        terms = known.routing
        await self._enforcing.round(terms)
        await self._alerts.raise_due()
        await self._roster.count()
        await self._diary.round(known)
        await self._route(terms)

    async def _route(self, terms: Terms) -> None:
        people = await self._roster.people(terms.grace)
        opening, now = await self._settings.opening(), await self._roster.now()
        queue = await self._patience.close(await self._roster.queue(people), opening, now)
        there = [each.available(opening.allowance(now)) for each in people if each.is_there]
        left = await self._offer(queue, there, terms)
        self._seen = (left, people)
        await self._patience.tell(left, Choice(there, terms), terms)

    async def _offer(self, queue: Sequence[Queued], there: Sequence[Available], terms: Terms) -> list[Queued]:
        """Offer what can be; returns who still waits."""
        epochs = {one.waiting.conversation: one.epoch for one in queue}
        given: set[int] = set()
        for conversation, agent in choose([one.waiting for one in queue], there, terms):
            with contextlib.suppress(TransitionError):  # taken or left in this moment; the next round sees it
                await self._conversations.move(conversation, assign(agent, epoch=epochs[conversation]))
                self._offered += 1
            given.add(conversation)
        return [one for one in queue if one.waiting.conversation not in given]
