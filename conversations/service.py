"""The room's front: messages in, answers and the transcript out, and the work that goes on behind."""

import asyncio
from collections.abc import AsyncIterator, Sequence, Set
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from typing import Any, Self, Unpack

from conversations import followups
from conversations.answering import TURN_WITHIN, Answering, Bounds, Desk
from conversations.attendance import Attendance
from conversations.bell import Bell
from conversations.brain import Brain
from conversations.counter import Closed
from conversations.counters import Counters
from conversations.database import PATIENCE, Connection, Database
from conversations.erasing import Erasing
from conversations.errors import StoreUnavailable
from conversations.followups import Fate, Promise, Settled
from conversations.handing import Handed, Handing
from conversations.hearing import Deaf, Listening
from conversations.inbox import Inbox, Taken
from conversations.liveness import Liveness
from conversations.messages import Answer, Inbound, Message, Owner, Pending, Receipt, Reply
from conversations.moving import Owners
from conversations.news import Reader
from conversations.notices import Notices
from conversations.outbox import Outbox
from conversations.overheard import Overheard, Owned, Platform
from conversations.owners import Moved, Step
from conversations.parts import Parts
from conversations.pressing import Pressing
from conversations.records import Records
from conversations.rounds import always
from conversations.sending import ChannelSender, Gate
from conversations.speech import Voice
from conversations.staff import Staff, Staffing
from conversations.sweep import Sweep
from conversations.talk import Talk
from conversations.tidings import Tidings
from conversations.traits import traits_of
from conversations.transcript import Status, Transcript
from conversations.turns import Begun, Turns
from conversations.watch import Watch, Watcher
from sealing.keys import NO_KEYS

Said = tuple[Message, ...]
CLOSING = 10.0  # seconds for turns under way when we stop


class Conversations:
    """One gateway's conversations over PostgreSQL; any number of gateways share the tables."""

    def __init__(self, dsn: str, brain: Brain, **parts: Unpack[Parts]) -> None:
        notices = self._notices = Notices.load()
        self.counters = Counters()
        self._brain = brain
        keys = parts.get("keys", NO_KEYS)
        self.database = Database(dsn, patience=parts.get("patience", PATIENCE), keys=keys)
        self.records = Records(self.database)
        self.erasing = Erasing(self.database, notices)
        self._watch = Watch(self.database)
        self._transcript = Transcript(self.database)
        staffing = parts.get("staffing") or Staffing()
        voice = self._voice = Voice(parts.get("wished"))
        self._owners = Owners(notices, staffing.reception, staffing.desks, voice)
        self._attendance = Attendance(notices, voice)
        self._bell = Bell(dsn)
        self._outboxes: dict[str, Outbox] = {}
        self._tidings = Tidings(self._watch, self._bell, self._outboxes)
        self._liveness = Liveness(dsn, self._tidings.rung)
        self._platform = Platform(self.database)
        self._background: list[asyncio.Task[None]] = []
        self._send_for(parts.get("senders", ()), notices.say("automatic").text or "", parts.get("gate"))
        self._answer_with(brain, staffing, parts)

    def _answer_with(self, brain: Brain, staffing: Staffing, parts: Parts) -> None:
        """Whatever takes messages in and answers them."""
        counter = parts.get("counter") or Closed()
        turns = Turns(self.database, self._voice.wished)
        withheld = {sender.name for sender in parts.get("senders", ()) if not sender.limits.account_data}
        self._answering = Answering(
            brain,
            self._notices,
            self.counters,
            Listening(self.database, parts.get("hearing") or Deaf(), parts.get("reading")),
            Desk(staffing.reception, counter),
            Bounds(withheld, parts.get("turn_within", TURN_WITHIN), parts.get("pace")),
        )
        staff, settled = Staff(self._notices, staffing), self._tidings.settled
        people = (self._answering, self._owners, self.counters, settled, staff)
        talk = self._talk = Talk(self.database, turns, *people)
        shared = (self.database, turns, self._owners, talk, self._liveness, self.counters)
        pressing = Pressing(self.database, counter, self._attendance, self._notices)
        self._inbox = Inbox(*shared, pressing)
        self._sweep = Sweep(*shared)

    @classmethod
    async def open(cls, dsn: str, brain: Brain, **parts: Unpack[Parts]) -> Self:
        """Connected, alive, sweeping and sending; the tables must be migrated. Close with `close`."""
        conversations = cls(dsn, brain, **parts)
        await conversations._start()
        return conversations

    async def close(self, within: float = CLOSING) -> None:
        """End the turns under way, then let go of everything; what is unanswered waits in the tables."""
        await self._talk.close(within)
        await asyncio.gather(*(outbox.close(within) for outbox in self._outboxes.values()))
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._liveness.close()
        await self.database.close()

    async def receive(self, inbound: Inbound) -> Receipt:
        """Store a message: durable on return, and answered. Raises BadInbound, StoreUnavailable."""
        self._heard(inbound, taken := await self._inbox.take(inbound))
        begun = taken.begun
        return Receipt(begun.conversation_id, begun.seq, begun.seen, (taken.answer or begun).owner)

    async def answer(self, inbound: Inbound, within: float = 15.0) -> Answer | Pending:
        """Store a message and wait `within` seconds for its answer; a duplicate gets the one it had."""
        with self._watch.watching((inbound.channel, inbound.user), inbound_id=0) as watcher:
            taken = await self._inbox.take(inbound)
            self._heard(inbound, taken)
            if taken.answer:
                return taken.answer
            watcher.inbound_id = taken.begun.inbound_id
            try:
                async with asyncio.timeout(within):
                    return await self._answered(watcher, taken.begun)
            except (TimeoutError, StoreUnavailable):  # it is kept, and goes on without this caller
                self.counters.add("pending_answers")
                return Pending(taken.begun.seq, taken.begun.owner)

    async def messages(self, channel: str, user: str, after: int = 0, limit: int = 200) -> list[Message]:
        """The transcript after a place, in order."""
        return await self._transcript.after(channel, user, after, limit)

    async def status(self, channel: str, user: str) -> Status | None:
        """Owner, epoch and place of a conversation; None for somebody who never wrote."""
        return await self._transcript.status(channel, user)

    async def follow(self, channel: str, user: str) -> AsyncIterator[int]:
        """The last place now and after every change, also of the owner; `messages`, `status` tell what."""
        with self._watch.watching((channel, user)) as watcher:
            while True:
                status = await self._transcript.status(channel, user)
                yield status.seq if status else 0
                await watcher.wait()

    async def move(self, conversation_id: int, step: Step) -> Moved:
        """Change the owner (owners.py), or raise a TransitionError or StoreUnavailable and change nothing."""
        async with self.database.transaction() as connection:
            moved = await self._owners.take(connection, conversation_id, step)
        self.counters.add("transitions", f"{moved.before}>{moved.owner}")
        self._tidings.changed(moved.channel, moved.user, conversation_id)
        return moved

    async def say(
        self, conversation_id: int, agent: str, reply: Reply, *, epoch: int, message_id: str | None = None
    ) -> Said:
        """What `agent` says, once for each `message_id`; raises as Attendance.say, or StoreUnavailable."""
        async with self.database.transaction() as connection:
            said = await self._attendance.say(connection, conversation_id, agent, reply, epoch, message_id)
        self._tidings.told(conversation_id)
        return said

    async def said(self, conversation_id: int, agent: str, message_id: str) -> Message | None:
        """What `agent` has said under this name of late."""
        async with self.database.transaction() as connection:
            return await self._attendance.said(connection, conversation_id, agent, message_id)

    async def join(self, conversation_id: int, agent: str, *, epoch: int, name: str, number: str) -> Moved:
        """`agent` speaks beside the owner from now on, in the same epoch; raises as `say` does."""
        async with self.database.transaction() as connection:
            joined = await self._attendance.join(connection, conversation_id, agent, epoch, name, number)
        self._tidings.told(conversation_id)
        return joined

    async def leave(self, conversation_id: int, agent: str) -> bool:
        """The end of that; False where `agent` had not joined."""
        async with self.database.transaction() as connection:
            left = await self._attendance.leave(connection, conversation_id, agent)
        self._tidings.told(conversation_id)
        return left

    async def tell(
        self, conversation_id: int, what: str | Reply, owners: Set[Owner] | None = None, **facts: object
    ) -> Said:
        """The room itself says something, a notice by its name or a reply; () and nothing said unless one of
        `owners` has the conversation. Raises UnknownConversation, StoreUnavailable.
        """
        reply = self._notices.say(what, **facts) if isinstance(what, str) else what
        async with self.database.transaction() as connection:
            said = await self._attendance.tell(connection, conversation_id, reply, owners)
        self._tidings.told(conversation_id)
        return said

    async def ring(self, conversation_id: int) -> None:
        """Written from elsewhere, or changed beside the transcript: whoever reads or sends it looks again."""
        self._tidings.told(conversation_id)

    def news(self) -> AbstractAsyncContextManager[Reader]:
        """The numbers of conversations that have news, from all gateways, by the reader's `next`."""
        return self._tidings.news()

    async def promised(self, number: int) -> Promise | None:
        """What a job of the queue `followups.QUEUE` has to prepare; None if that is settled already."""
        return await followups.wanted(self.database, number)

    async def follow_up(self, number: int, replies: Sequence[Reply], *, failed: bool = False) -> Fate | None:
        """Keep the promise of this number, or with `failed` say that it cannot be kept; once, however often
        it is called, and only while the bot owns the conversation. None if it was settled before. Raises
        StoreUnavailable.
        """

        async def work(connection: Connection) -> Settled | None:
            fitting = partial(self._answering.fit_for, replies=replies)
            return await followups.settle(connection, number, fitting, self._voice, failed=failed)

        settled = await self.database.patiently(work)
        if settled is None:
            return None
        self.counters.add("followups", f"{settled.kind}:{settled.fate}")
        self._tidings.changed(settled.channel, settled.user, settled.conversation_id)
        return settled.fate

    async def confirm(
        self, channel: str, provider_ref: str, *, delivered: bool, error: str | None = None
    ) -> bool:
        """A platform's later word on a send by any of its ways; False for a reference we do not know."""
        ways = [box for name, box in self._outboxes.items() if channel in (name, traits_of(name).beside)]
        return any([await box.confirm(provider_ref, delivered=delivered, error=error) for box in ways])

    async def gone(self, channel: str, user: str, reason: str) -> None:
        """Somebody cannot be written to any more: what waits for them is given up as failed."""
        await self._outboxes[channel].abandon(user, reason)

    async def hand_over(self, channel: str, user: str, message_id: str) -> Handed | None:
        """The answer to this message for the platform's own response; say with `handed` what became of it."""
        return await self._handing.take(channel, user, message_id)

    async def give_back(self, handed: Handed, keep: int) -> Handed:
        """The first `keep` items, where the response holds no more; the others are sent as all else is."""
        return await self._handing.give_back(handed, keep)

    async def handed(self, handed: Handed, sent: int) -> None:
        """The first `sent` items are in the response; the others are sent as all else is."""
        if await self._handing.settle(handed, sent):
            self._outboxes[handed.channel].wake()

    async def overhear(self, channel: str, user: str, said: Overheard) -> None:
        """What a person said on the platform's own desk, into the transcript, once and never sent."""
        if (conversation_id := await self._platform.overhear(channel, user, said)) is not None:
            self._tidings.changed(channel, user, conversation_id)

    async def moved(self, channel: str, since: datetime) -> list[Owned]:
        """Conversations whose owner has changed since then, as they are now."""
        return await self._platform.moved(channel, since)

    async def health(self) -> dict[str, bool]:
        """Each part's state."""
        store, brain = await asyncio.gather(self.database.alive(), self._brain.ready())
        return {"store": store, "alive": self._liveness.held, "brain": brain}

    async def can_take(self) -> bool:
        """Whether a message can be stored, and be answered from here."""
        return self._liveness.held and await self.database.alive()

    def _send_for(self, senders: Sequence[ChannelSender[Any]], label: str, gate: Gate | None) -> None:
        """An outbox for each platform; `label` stands before what no person wrote."""
        sending = (self.database, self._liveness, self.counters)
        self._handing = Handing(*sending, label)
        self._outboxes |= {sender.name: Outbox(*sending, sender, label, gate) for sender in senders}

    async def _start(self) -> None:
        await self.database.open()
        await self._liveness.open()
        sending = [outbox.run for outbox in self._outboxes.values()]
        for work in (self._liveness.run, self._bell.run, self._watch.poll, self._sweep.run, *sending):
            self._background.append(asyncio.create_task(always(work)))

    async def _answered(self, watcher: Watcher, begun: Begun) -> Answer:
        if begun.seen:
            watcher.rung.set()
        place = (begun.conversation_id, begun.inbound_id)
        while True:
            await watcher.wait()
            if answer := watcher.answer or await self._transcript.answer_to(*place):
                return answer

    def _heard(self, inbound: Inbound, taken: Taken) -> None:
        if taken.begun.seen:
            return
        if taken.begun.owner == "closed":
            self._sweep.wake()
        answered = bool(taken.answer and taken.answer.replies)
        self._tidings.heard(inbound, taken.begun.conversation_id, answered=answered)
