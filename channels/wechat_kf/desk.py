"""Keeps WeCom's desk and our owners in agreement, whichever side something happens on.

What happens there comes with the stream. What happens here is looked for every second and asked of WeCom; the
owner's epoch says what was settled already. Where WeCom contradicts, it is asked where the session stands,
and that counts: it is WeCom who lets us write or not.
"""

import contextlib
import logging
from collections.abc import Set
from dataclasses import replace
from datetime import datetime, timedelta

from channels.errors import TokenAway
from channels.wechat.errors import (
    Busy,
    NoAnswer,
    NotAdmitted,
    NotReached,
    Throttled,
    Told,
    WechatError,
)
from channels.wechat_kf.client import KfClient
from channels.wechat_kf.errors import ServicerAway, SessionOver, StepRefused
from channels.wechat_kf.grants import Grants
from channels.wechat_kf.parse import CHANNEL
from channels.wechat_kf.standings import Reflected, Standings
from channels.wechat_kf.states import Standing, asked_for, steps
from conversations import Conversations
from conversations.errors import TransitionError
from conversations.locks import Locks
from conversations.messages import SHANGHAI
from conversations.overheard import Owned
from conversations.owners import requeue
from conversations.privacy import anonymous

LOOK_BACK = timedelta(days=1)  # at the start: what happened while nobody looked
OVERLAP = timedelta(seconds=30)  # a step is dated when it begins, and seen when it is done
UNSENT = frozenset({"pending", "sending"})
LAST_WORDS = timedelta(seconds=5)  # for which what was said before a step may take to go out
RECENT = 6  # messages in which last words are looked for
_PASSING = (NotReached, NoAnswer, Busy, Throttled, NotAdmitted, TokenAway)
log = logging.getLogger(__name__)


class Desk:
    """One gateway's share of it; rounds are taken by one gateway at a time."""

    def __init__(
        self, client: KfClient, standings: Standings, grants: Grants, locks: Locks, *, native: bool
    ) -> None:
        self._client = client
        self._standings = standings
        self._grants = grants
        self._locks = locks
        self._native = native
        self._since = datetime.now(SHANGHAI) - LOOK_BACK
        self._unsettled: set[str] = set()
        self._doubted: set[str] = set()
        self._first_seen: dict[tuple[str, int], datetime] = {}

    def unsettled(self, user: str) -> None:
        """The investor has begun a session, which is to stand as the owner here says."""
        self._unsettled.add(user)

    def doubt(self, user: str) -> None:
        """WeCom would not let us write: the session is not where we believe it is."""
        self._doubted.add(user)

    async def heard(self, conversations: Conversations, user: str, standing: Standing, at: datetime) -> None:
        """WeCom said at `at` that the session stands so."""
        if await self._standings.hear(user, standing, at):
            await self._follow(conversations, user, standing)

    async def round(self, conversations: Conversations) -> None:
        """Settle what is to be settled; what WeCom cannot be asked now stays for the next round."""
        async with self._locks.if_free(f"{CHANNEL}:desk") as mine:
            if not mine:
                return
            now = datetime.now(SHANGHAI)
            for user in tuple(self._doubted):
                await self._look(conversations, user)
            put_off, self._unsettled = self._unsettled, set()
            try:
                await self._attend_all(conversations, put_off, now)
            except BaseException:  # whatever it was, they are not settled yet
                self._unsettled |= put_off
                raise
            self._since = now - OVERLAP

    async def _attend_all(self, conversations: Conversations, put_off: Set[str], now: datetime) -> None:
        moved = await self._moved(conversations, put_off)
        known = await self._standings.of([one.user for one in moved])
        for one in moved:
            await self._attend(conversations, one, known.get(one.user), now)

    async def _moved(self, conversations: Conversations, put_off: Set[str]) -> list[Owned]:
        """Whose owner has changed, and what was put off."""
        owned = {one.user: one for one in await conversations.moved(CHANNEL, self._since)}
        for user in put_off - owned.keys():
            status = await conversations.status(CHANNEL, user)
            if status:
                owned[user] = Owned(status.conversation_id, user, status.owner, status.agent, status.epoch)
        return list(owned.values())

    async def _attend(
        self, conversations: Conversations, owned: Owned, known: Reflected | None, now: datetime
    ) -> None:
        if known and known.epoch >= owned.epoch:  # settled, perhaps by another gateway
            self._first_seen.pop((owned.user, owned.epoch), None)
            return
        if self._native and await self._is_speaking(conversations, owned, now):
            self._unsettled.add(owned.user)
            return
        try:
            await self._settle(conversations, owned, known)
        except _PASSING as error:
            log.warning("a session of WeCom's waits to be settled: %s", type(error).__name__)
            self._unsettled.add(owned.user)
        except Told as error:
            log.warning("WeCom refuses to settle the session of %s: %s", anonymous(owned.user), error.code)

    async def _settle(self, conversations: Conversations, owned: Owned, known: Reflected | None) -> None:
        standing = known.standing if known else await self._client.standing(owned.user)
        wanted = asked_for(standing, owned.owner, owned.agent, native=self._native)
        if wanted:
            try:
                standing = await self._ask(owned.user, wanted)
            except ServicerAway:
                await self._requeue(conversations, owned)
            except (StepRefused, SessionOver):  # it does not stand where we believe
                self._doubted.add(owned.user)
        await self._standings.reflect(owned.user, standing, owned.epoch)

    async def _ask(self, user: str, wanted: Standing) -> Standing:
        code = await self._client.move(user, wanted)
        if code:
            await self._grants.put(user, code, datetime.now(SHANGHAI), wanted.state)
        return wanted

    async def _requeue(self, conversations: Conversations, owned: Owned) -> None:
        """Nobody there would take it up otherwise; the next round puts it into WeCom's queue."""
        step = requeue(by="system", reason="not receiving on WeCom's desk", epoch=owned.epoch)
        with contextlib.suppress(TransitionError):  # somebody here was quicker
            await conversations.move(owned.conversation_id, step)

    async def _look(self, conversations: Conversations, user: str) -> None:
        """Where the session really stands is where it stands."""
        try:
            standing = await self._client.standing(user)
        except (WechatError, TokenAway):  # the next refusal will raise the question again
            return
        finally:
            self._doubted.discard(user)
        await self.heard(conversations, user, standing, datetime.now(SHANGHAI))

    async def _follow(self, conversations: Conversations, user: str, standing: Standing) -> None:
        """Take the steps here that the standing there means."""
        status = await conversations.status(CHANNEL, user)
        if status is None:
            return
        epoch = status.epoch
        for step in steps(status.owner, status.agent, standing):
            try:
                moved = await conversations.move(status.conversation_id, replace(step, epoch=epoch))
            except TransitionError:  # somebody here was quicker, which the next round settles
                return
            epoch = moved.epoch
        await self._standings.reflect(user, standing, epoch)

    async def _is_speaking(self, conversations: Conversations, owned: Owned, now: datetime) -> bool:
        """Whether something said before the step is still on its way: WeCom would not take it afterwards."""
        seen = self._first_seen.setdefault((owned.user, owned.epoch), now)
        status = await conversations.status(CHANNEL, owned.user)
        after = max(status.seq - RECENT, 0) if status else 0
        latest = await conversations.messages(CHANNEL, owned.user, after=after, limit=RECENT)
        if now - seen < LAST_WORDS and any(message.delivery in UNSENT for message in latest):
            return True
        del self._first_seen[owned.user, owned.epoch]
        return False
