"""The room's front: messages in, answers and the transcript out, and the work that goes on behind."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Self

from conversations import followups
from conversations.answering import TURN_WITHIN, Answering
from conversations.bell import Bell
from conversations.brain import Brain
from conversations.counters import Counters
from conversations.database import PATIENCE, Connection, Database
from conversations.errors import StoreUnavailable
from conversations.followups import Fate, Promise, Settled
from conversations.handing import Handed, Handing
from conversations.hearing import Deaf, Hearing, Listening
from conversations.inbox import Inbox
from conversations.liveness import Liveness
from conversations.messages import Answer, Inbound, Message, Pending, Receipt, Reply
from conversations.notices import Notices
from conversations.outbox import Outbox
from conversations.overheard import Overheard, Owned, Platform
from conversations.owners import Moved, Owners, Step
from conversations.rounds import always
from conversations.sending import ChannelSender
from conversations.staff import Staff, Staffing
from conversations.sweep import Sweep
from conversations.talk import Talk
from conversations.transcript import Status, Transcript
from conversations.turns import Begun, Lease, Open, Turns
from conversations.watch import Watch, Watcher

CLOSING = 10.0  # seconds for turns under way when we stop


class Conversations:
    """One gateway's conversations over PostgreSQL; any number of gateways share the tables."""

    def __init__(
        self,
        dsn: str,
        brain: Brain,
        *,
        senders: Sequence[ChannelSender[Any]] = (),
        staffing: Staffing | None = None,
        hearing: Hearing | None = None,
        turn_within: float = TURN_WITHIN,
        patience: float = PATIENCE,
    ) -> None:
        notices = Notices.load()
        self.counters = Counters()
        self._brain = brain
        self.database = Database(dsn, patience=patience)
        self._watch = Watch(self.database)
        self._transcript = Transcript(self.database)
        self._owners = Owners(notices)
        self._bell = Bell(dsn)
        self._liveness = Liveness(dsn, self._rung_elsewhere)
        self._platform = Platform(self.database)
        self._background: list[asyncio.Task[None]] = []
        self._send_for(senders, notices.say("automatic").text or "")
        turns = Turns(self.database)
        listening = Listening(self.database, hearing or Deaf())
        withheld = {sender.name for sender in senders if not sender.limits.account_data}
        self._answering = Answering(
            brain, notices, self.counters, listening, withheld=withheld, turn_within=turn_within
        )
        staff = Staff(notices, staffing or Staffing())
        self._talk = Talk(
            self.database, turns, self._answering, self._owners, self.counters, self._settled, staff
        )
        shared = (self.database, turns, self._owners, self._talk, self._liveness, self.counters)
        self._inbox = Inbox(*shared)
        self._sweep = Sweep(*shared)

    @classmethod
    async def open(
        cls,
        dsn: str,
        brain: Brain,
        *,
        senders: Sequence[ChannelSender[Any]] = (),
        staffing: Staffing | None = None,
        hearing: Hearing | None = None,
        turn_within: float = TURN_WITHIN,
        patience: float = PATIENCE,
    ) -> Self:
        """Connected, alive, sweeping and sending; the tables must be migrated. Close with `close`."""
        conversations = cls(
            dsn,
            brain,
            senders=senders,
            staffing=staffing,
            hearing=hearing,
            turn_within=turn_within,
            patience=patience,
        )
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
        taken = await self._inbox.take(inbound)
        self._heard(inbound, taken.begun)
        begun = taken.begun
        return Receipt(
            begun.conversation_id, begun.seq, begun.seen, taken.answer.owner if taken.answer else begun.owner
        )

    async def answer(self, inbound: Inbound, within: float = 15.0) -> Answer | Pending:
        """Store a message and wait `within` seconds for its answer; a duplicate gets the one it had."""
        with self._watch.watching((inbound.channel, inbound.user), inbound_id=0) as watcher:
            taken = await self._inbox.take(inbound)
            self._heard(inbound, taken.begun)
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
        """The last place now and after every change (also of the owner); what changed is in `messages`,
        `status`.
        """
        with self._watch.watching((channel, user)) as watcher:
            while True:
                status = await self._transcript.status(channel, user)
                yield status.seq if status else 0
                await watcher.wait()

    async def move(self, conversation_id: int, step: Step) -> Moved:
        """Change the owner (see owners.py); raises a TransitionError and then changes nothing, or
        StoreUnavailable.
        """
        async with self.database.transaction() as connection:
            moved = await self._owners.take(connection, conversation_id, step)
        self.counters.add("transitions", f"{moved.before}>{moved.owner}")
        self._watch.ring((moved.channel, moved.user))
        self._said(moved.channel, conversation_id)
        return moved

    async def say(self, conversation_id: int, agent: str, reply: Reply, *, epoch: int) -> tuple[Message, ...]:
        """What `agent` says; raises OwnerChanged unless the conversation is theirs in `epoch`, or
        StoreUnavailable.
        """
        async with self.database.transaction() as connection:
            said = await self._owners.say(connection, conversation_id, agent, reply, epoch)
        self._rung_elsewhere(conversation_id)
        self._bell.ring(conversation_id)
        return said

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
            return await followups.settle(connection, number, fitting, failed=failed)

        settled = await self.database.patiently(work)
        if settled is None:
            return None
        self.counters.add("followups", f"{settled.kind}:{settled.fate}")
        self._watch.ring((settled.channel, settled.user))
        self._said(settled.channel, settled.conversation_id)
        return settled.fate

    async def confirm(
        self, channel: str, provider_ref: str, *, delivered: bool, error: str | None = None
    ) -> bool:
        """A platform's later word on a send; False for a reference we do not know."""
        return await self._outboxes[channel].confirm(provider_ref, delivered=delivered, error=error)

    async def gone(self, channel: str, user: str, reason: str) -> None:
        """Somebody cannot be written to any more: what waits for them is given up as failed."""
        await self._outboxes[channel].abandon(user, reason)

    async def hand_over(self, channel: str, user: str, message_id: str) -> Handed | None:
        """The answer to this message for the platform's own response; say with `handed` what became of it."""
        return await self._handing.take(channel, user, message_id)

    async def handed(self, handed: Handed, sent: int) -> None:
        """The first `sent` items are in the response; the others are sent as all else is."""
        await self._handing.settle(handed, sent)
        self._outboxes[handed.channel].wake()

    async def overhear(self, channel: str, user: str, said: Overheard) -> None:
        """What a person said on the platform's own desk, into the transcript, once and never sent."""
        conversation_id = await self._platform.overhear(channel, user, said)
        if conversation_id is not None:
            self._watch.ring((channel, user))
            self._bell.ring(conversation_id)

    async def moved(self, channel: str, since: datetime) -> list[Owned]:
        """Conversations whose owner has changed since then, as they are now."""
        return await self._platform.moved(channel, since)

    async def health(self) -> dict[str, bool]:
        """Each part's state."""
        store, brain = await asyncio.gather(self.database.alive(), self._brain.ready())
        return {"store": store, "alive": self._liveness.held, "brain": brain}

    def _send_for(self, senders: Sequence[ChannelSender[Any]], label: str) -> None:
        """An outbox for each platform; `label` stands before what no person wrote."""
        sending = (self.database, self._liveness, self.counters)
        self._handing = Handing(*sending, label)
        self._outboxes = {sender.name: Outbox(*sending, sender, label) for sender in senders}

    async def _start(self) -> None:
        await self.database.open()
        await self._liveness.open()
        sending = [outbox.run for outbox in self._outboxes.values()]
        for work in (self._liveness.run, self._bell.run, self._watch.poll, self._sweep.run, *sending):
            self._background.append(asyncio.create_task(always(work)))

    async def _answered(self, watcher: Watcher, begun: Begun) -> Answer:
        if begun.seen:
            watcher.rung.set()
        while True:
            await watcher.wait()
            answer = watcher.answer or await self._transcript.answer_to(
                begun.conversation_id, begun.inbound_id
            )
            if answer:
                return answer

    def _heard(self, inbound: Inbound, begun: Begun) -> None:
        if begun.seen:
            return
        if begun.owner == "closed":
            self._sweep.wake()
        self._watch.ring_followers((inbound.channel, inbound.user))
        self._said(inbound.channel, begun.conversation_id)

    def _settled(self, lease: Lease, message: Open, answer: Answer) -> None:
        self._watch.settle((message.channel, message.user), message.inbound_id, answer)
        self._said(message.channel, lease.conversation_id)

    def _rung_elsewhere(self, conversation_id: int) -> None:
        self._watch.ring_number(conversation_id)
        for outbox in self._outboxes.values():
            outbox.wake()

    def _said(self, channel: str, conversation_id: int) -> None:
        self._bell.ring(conversation_id)
        if channel in self._outboxes:
            self._outboxes[channel].wake()
