"""The turns this gateway is at: each conversation with a lease of ours is answered message by message.

A turn that breaks leaves its message unanswered in the tables and its token out of `held`; the next sweep,
here or on another gateway, takes it up again.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

import psycopg
from psycopg import Rollback

from conversations import followups, sql
from conversations.answering import Answering, Composed
from conversations.brain import Handoff
from conversations.counters import Counters
from conversations.database import Connection, Database
from conversations.errors import StoreUnavailable
from conversations.messages import Answer, Message
from conversations.moving import Owners
from conversations.owners import Step, request_handoff
from conversations.privacy import anonymous, trace_of
from conversations.staff import Staff
from conversations.summary import MISSED
from conversations.turns import Finished, Lease, Open, Outcome, Turns
from telemetry import spans

log = logging.getLogger(__name__)
Settled = Callable[[int, Open, Answer], None]


class Talk:
    """Runs turns as tasks; `settled` hears of every answer that was written."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        answering: Answering,
        owners: Owners,
        counters: Counters,
        settled: Settled,
        staff: Staff,
    ) -> None:
        self._database = database
        self._turns = turns
        self._answering = answering
        self._owners = owners
        self._counters = counters
        self._settled = settled
        self._staff = staff
        self._tasks: set[asyncio.Task[None]] = set()
        self.held: set[int] = set()

    def start(self, lease: Lease, first: Open | None = None) -> None:
        """Answer under `lease` in the background, beginning with `first` or with what waits longest."""
        self.held.add(lease.token)
        task = asyncio.create_task(self._run(lease, first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, within: float) -> None:
        """Give turns under way `within` seconds to end; what is left is taken up by whoever comes next."""
        tasks = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=within)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, lease: Lease, message: Open | None) -> None:
        parent = spans.HERE if message else ""  # what waits was not brought by this request
        try:
            message = message or await self._turns.oldest(lease)
            while message is not None:
                finished = await self._turn(lease, message, parent)
                parent = ""
                if finished is None or not finished.waiting:
                    break
                lease = self._hold(finished.lease, instead=lease)
                message = await self._next(lease, finished.waiting)
        except StoreUnavailable:  # whether the answer was written is seen when it is back
            self._counters.add("turns_broken", "store")
        except Exception as exc:  # a fault of ours must not strand the message: the sweep sees it unanswered
            self._counters.add("turns_broken", "fault")
            log.error("a turn broke: %s", trace_of(exc))
        finally:
            self.held.discard(lease.token)

    async def _next(self, lease: Lease, waiting: int) -> Open | None:
        message = await self._turns.oldest(lease)
        return replace(message, behind=waiting - 1) if message else None

    def _hold(self, lease: Lease, *, instead: Lease) -> Lease:
        self.held.add(lease.token)
        self.held.discard(instead.token)
        return lease

    async def _turn(self, lease: Lease, message: Open, parent: str) -> Finished | None:
        number = anonymous(str(message.conversation_id))
        facts: spans.Facts = {
            "channel": message.channel,
            "message_kind": message.kind,
            "conversation": number,
        }
        with spans.span("turn", parent=parent, **facts) as turn:
            return await self._answer(lease, message, turn)

    async def _answer(self, lease: Lease, message: Open, turn: spans.Span) -> Finished | None:
        loop = asyncio.get_running_loop()
        began = loop.time() - message.waited
        self._counters.journeys.begin(lease.conversation_id, began, spans.here())
        composed = self._served(await self._answering.compose(message))
        try:
            finished, told = await self._finish(lease, message, composed)
        except (psycopg.DataError, UnicodeEncodeError):  # the brain said what PostgreSQL cannot hold
            composed = self._answering.notice("brain_unavailable")
            finished, told = await self._finish(lease, message, composed)
        turn.tell(**_facts(composed))
        if finished is None:
            turn.tell(outcome="dropped")
            await self._dropped(message)
            return None
        self._count(message, composed, loop.time() - began)
        self._settled(lease.conversation_id, message, _answer_of(composed, finished, told))
        return None if composed.handoff else finished

    def _served(self, composed: Composed) -> Composed:
        served = self._staff.serve(composed)
        if composed.handoff and served.handoff is None:
            self._counters.add("unserved_handoffs", composed.handoff.reason)
        return served

    async def _finish(
        self, lease: Lease, message: Open, composed: Composed
    ) -> tuple[Finished | None, tuple[Message, ...]]:
        async def work(connection: Connection) -> tuple[Finished | None, tuple[Message, ...]]:
            if not composed.wishes:
                return await self._turns.finish(lease, message, composed.outcome, connection), ()
            async with connection.transaction() as whole:
                outcome = await self._registered(connection, lease, message, composed)
                finished = await self._turns.finish(lease, message, outcome, connection)
                if finished is None:
                    raise Rollback(whole)  # nor is a ticket opened by a turn that came too late
                return finished, await self._grant(connection, lease, message, composed)
            return None, ()

        return await self._database.patiently(work)  # run twice, the second finds the lease used up

    async def _registered(
        self, connection: Connection, lease: Lease, message: Open, composed: Composed
    ) -> Outcome:
        """The answer with what the investor is to know of the ticket it wishes for."""
        outcome = composed.outcome
        if composed.ticket is None:
            return outcome
        receipt = await self._staff.tickets.grant(
            connection, lease.conversation_id, message, composed.ticket, outcome.topic, composed.receipt
        )
        return replace(outcome, replies=(*outcome.replies, receipt)) if receipt else outcome

    async def _grant(
        self, connection: Connection, lease: Lease, message: Open, composed: Composed
    ) -> tuple[Message, ...]:
        """Write down what else the answer wishes for, in its turn's transaction; returns what is told."""
        topic = composed.outcome.topic
        if composed.followup:
            await followups.promise(connection, lease.conversation_id, message, composed.followup, topic)
        if composed.handoff is None:
            return ()
        step = _step(composed.handoff, topic)
        moved = await self._owners.take(connection, lease.conversation_id, step, message.inbound_id)
        return moved.said

    async def _dropped(self, message: Open) -> None:
        """The answer came too late: another owner, or another gateway was at it; say in the counts which."""
        status = await self._database.row(sql.STATUS, {"channel": message.channel, "user": message.user})
        changed = "epoch" if status and status["epoch"] != message.epoch else "lease"
        self._counters.add("dropped_replies", changed)
        log.info("a late reply was dropped: %s", anonymous(message.user))

    def _count(self, message: Open, composed: Composed, seconds: float) -> None:
        outcome = composed.outcome
        if outcome.by == "bot":
            self._counters.add("turns", outcome.topic or "none")
            self._count_understanding(message, outcome)
        else:
            self._counters.add("notices", outcome.by.removeprefix("notice:"))
        if composed.handoff:
            self._counters.add("handoffs", composed.handoff.reason)
        if composed.ticket:
            self._counters.add("tickets", f"{composed.ticket.act}:{composed.ticket.kind}")
        if composed.followup:
            self._counters.add("followups", f"{composed.followup.kind}:wanted")
        self._counters.add("seconds_answering", amount=seconds)
        self._counters.observe("answer_seconds", message.channel, seconds)

    def _count_understanding(self, message: Open, outcome: Outcome) -> None:
        """How the model did with what a person wrote; a button leaves it nothing to understand."""
        if message.payload is not None:
            return
        self._counters.add("understood", "missed" if outcome.intent in MISSED else "understood")
        if outcome.confidence is not None:
            self._counters.observe("confidence", "", outcome.confidence)


def _facts(composed: Composed) -> spans.Facts:
    outcome = composed.outcome
    return {
        "outcome": outcome.by,
        "topic": outcome.topic,
        "intent": outcome.intent,
        "owner": "queued" if composed.handoff else "bot",
        "messages": len(outcome.replies),
    }


def _step(handoff: Handoff, topic: str | None) -> Step:
    known = {"skill": handoff.skill, "topic": topic}
    return request_handoff(by="bot", reason=handoff.reason, priority=handoff.priority, handoff=known)


def _answer_of(composed: Composed, finished: Finished, told: tuple[Message, ...]) -> Answer:
    outcome = composed.outcome
    replies = (*finished.replies, *told)
    return Answer(
        replies=replies,
        seq=replies[-1].seq if replies else finished.seq,
        topic=outcome.topic,
        intent=outcome.intent,
        confidence=outcome.confidence,
        owner="queued" if composed.handoff else "bot",
        by=outcome.by,
    )
