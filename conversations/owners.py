"""Who owns a conversation, which steps are allowed, and each step as one transaction.

    bot ──▶ queued ──▶ assigned ──▶ human ──▶ wrapup ──▶ closed ──▶ bot (with the investor's next message)
     ▲        │ ▲___________│__________│          │
     └────────┴── the investor or an agent may give it back at any time; `ticket` is a message left for the
     staff

Every step raises `epoch`, takes away the lease, sets aside what still waits (people have it before them, the
bot will never answer it), is written down, and tells the investor where they should know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conversations import sql
from conversations.database import Connection, Row, jsonb
from conversations.errors import OwnerChanged, TransitionRefused, UnknownConversation
from conversations.messages import Message, Owner, Reply
from conversations.notices import Notices
from conversations.speech import Said, speak

ALLOWED: Mapping[Owner, frozenset[Owner]] = {
    "bot": frozenset({"queued", "human", "ticket", "closed"}),
    "queued": frozenset({"assigned", "human", "bot", "ticket", "closed"}),
    "assigned": frozenset({"assigned", "human", "queued", "bot", "ticket", "closed"}),
    "human": frozenset({"human", "assigned", "queued", "wrapup", "bot", "ticket", "closed"}),
    "wrapup": frozenset({"human", "bot", "ticket", "closed"}),
    "ticket": frozenset({"queued", "assigned", "human", "bot", "closed"}),
    "closed": frozenset({"bot"}),
}
SERVED_BY_BOT: frozenset[Owner] = frozenset({"bot", "closed"})
NOTICE: Mapping[Owner, str | None] = {
    "bot": "returned",
    "queued": None,  # the place in the queue, see _told
    "assigned": "assigned",
    "human": "human",
    "wrapup": "wrapup",
    "ticket": "ticket",
    "closed": "closed",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One change of owner: to whom, by whom ("investor", "bot", "system" or an agent's id) and why.

    `epoch` makes it conditional: somebody who looked at an older state is refused. `handoff` is what the next
    owner should know (topic, skill, summary), a higher `priority` is served first, `front` goes before equals
    in the queue. `detail` is kept with the step (an agent's summary and outcome). `quiet` tells the investor
    nothing.
    """

    to: Owner
    by: str
    reason: str
    agent: str | None = None
    epoch: int | None = None
    handoff: dict[str, Any] | None = None
    priority: int | None = None
    front: bool = False
    detail: dict[str, Any] | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The step was taken: `said` is what the investor was told."""

    conversation_id: int
    channel: str
    user: str
    before: Owner
    owner: Owner
    epoch: int
    said: tuple[Message, ...]


def check(owner: Owner, to: Owner) -> None:
    """Raise TransitionRefused for a step that is not in the table."""
    if to not in ALLOWED[owner]:
        raise TransitionRefused(owner, to)


def request_handoff(
    *,
    by: str,
    reason: str,
    priority: int = 0,
    handoff: dict[str, Any] | None = None,
    epoch: int | None = None,
) -> Step:
    """Into the queue for a person."""
    return Step("queued", by, reason, epoch=epoch, handoff=handoff, priority=priority)


def assign(agent: str, *, by: str = "system", reason: str = "routed", epoch: int | None = None) -> Step:
    """Offered to `agent`, who has not taken it yet."""
    return Step("assigned", by, reason, agent=agent, epoch=epoch)


def accept(agent: str, *, reason: str = "accepted", epoch: int | None = None) -> Step:
    """Taken by `agent`: from now on only they speak."""
    return Step("human", agent, reason, agent=agent, epoch=epoch)


def requeue(*, by: str, reason: str, epoch: int | None = None) -> Step:
    """Back to the front of the queue, with the wait clock as it was."""
    return Step("queued", by, reason, front=True, epoch=epoch)


def wrap_up(agent: str, *, reason: str = "served", epoch: int | None = None) -> Step:
    """The talk is over; `agent` writes down what came of it."""
    return Step("wrapup", agent, reason, agent=agent, epoch=epoch)


def release(*, by: str, reason: str, summary: dict[str, Any] | None = None, epoch: int | None = None) -> Step:
    """Back to the bot, which does not answer what was said meanwhile."""
    return Step("bot", by, reason, detail=summary, epoch=epoch)


def leave_ticket(
    *, by: str, reason: str, handoff: dict[str, Any] | None = None, epoch: int | None = None
) -> Step:
    """A message for the staff, to be answered later."""
    return Step("ticket", by, reason, handoff=handoff, epoch=epoch)


def close(*, by: str, reason: str, quiet: bool = True, epoch: int | None = None) -> Step:
    """Over, until the investor writes again."""
    return Step("closed", by, reason, quiet=quiet, epoch=epoch)


REOPEN = Step("bot", "investor", "wrote again", quiet=True)


class Owners:
    """Takes steps inside a transaction of the caller's."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    async def take(self, connection: Connection, conversation_id: int, step: Step) -> Moved:
        """Take one step; raises UnknownConversation, OwnerChanged or TransitionRefused and then changes
        nothing.
        """
        row = await _lock(connection, conversation_id)
        if step.epoch is not None and step.epoch != row["epoch"]:
            raise OwnerChanged(row["owner"], row["epoch"])
        check(row["owner"], step.to)
        if step.to == "closed" and row["waiting"]:
            raise TransitionRefused(row["owner"], step.to)
        reopens = row["owner"] == "closed"
        epoch = await _move(connection, conversation_id, step, reopens=reopens)
        if not reopens:
            await connection.execute(sql.LEAVE_BACKLOG, {"conversation_id": conversation_id})
        await connection.execute(sql.LOG_MOVE, _log_values(row, step, epoch))
        said = () if step.quiet else await self._tell(connection, row, step, epoch)
        return Moved(conversation_id, row["channel"], row["user_id"], row["owner"], step.to, epoch, said)

    async def attend(self, connection: Connection, conversation_id: int) -> tuple[Message, ...]:
        """Tell who waits for people where they stand, at most once a minute; () where there is nothing to
        tell.
        """
        row = await _lock(connection, conversation_id)
        if row["owner"] == "queued":
            reply = await self._place(connection, conversation_id)
        elif row["owner"] == "ticket":
            reply = self._notices.say("ticket_kept")
        else:
            return ()
        return await speak(connection, row, [reply], Said("system", row["epoch"]), sparing=True)

    async def say(
        self, connection: Connection, conversation_id: int, agent: str, reply: Reply, epoch: int
    ) -> tuple[Message, ...]:
        """What `agent` says to the investor; raises OwnerChanged unless the conversation is theirs in
        `epoch`.
        """
        row = await _lock(connection, conversation_id)
        if (row["owner"], row["agent"], row["epoch"]) != ("human", agent, epoch):
            raise OwnerChanged(row["owner"], row["epoch"])
        return await speak(connection, row, [reply], Said("agent", epoch, agent=agent))

    async def _tell(self, connection: Connection, row: Row, step: Step, epoch: int) -> tuple[Message, ...]:
        name = NOTICE[step.to]
        if step.to == "queued":
            reply = self._notices.say("requeued") if step.front else await self._place(connection, row["id"])
        elif name is None:
            return ()
        else:
            reply = self._notices.say(name)
        moved = {**row, "owner": step.to}
        return await speak(connection, moved, [reply], Said("system", epoch), sparing=step.to == "queued")

    async def _place(self, connection: Connection, conversation_id: int) -> Reply:
        cursor = await connection.execute(sql.AHEAD, {"conversation_id": conversation_id})
        ahead = (await cursor.fetchone() or {"ahead": 0})["ahead"]
        return self._notices.say("queued", ahead=ahead) if ahead else self._notices.say("queued_first")


async def _lock(connection: Connection, conversation_id: int) -> Row:
    row = await (await connection.execute(sql.LOCK, {"conversation_id": conversation_id})).fetchone()
    if row is None:
        raise UnknownConversation(conversation_id)
    return row


async def _move(connection: Connection, conversation_id: int, step: Step, *, reopens: bool) -> int:
    values = {
        "conversation_id": conversation_id,
        "to": step.to,
        "agent": step.agent,
        "reopens": reopens,
        "handoff": jsonb(step.handoff),
        "priority": step.priority,
        "front": step.front,
    }
    row = await (await connection.execute(sql.MOVE, values)).fetchone()
    return int((row or {})["epoch"])


def _log_values(row: Row, step: Step, epoch: int) -> dict[str, Any]:
    return {
        "conversation_id": row["id"],
        "epoch": epoch,
        "from": row["owner"],
        "to": step.to,
        "reason": step.reason,
        "by": step.by,
        "detail": jsonb(step.detail),
    }
