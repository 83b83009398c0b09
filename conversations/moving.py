"""Each step of owners.py as one transaction: the row is moved, the step written down, the investor told."""

from collections.abc import Mapping
from typing import Any

from conversations import sql
from conversations.database import Connection, Row, jsonb
from conversations.errors import OwnerChanged, TransitionRefused, UnknownConversation, WrittenMeanwhile
from conversations.messages import Message, Owner, Reply
from conversations.notices import Notices
from conversations.owners import Moved, Step, check
from conversations.speech import Said, speak

NOTICE: Mapping[Owner, str | None] = {
    "bot": "returned",
    "queued": None,  # the place in the queue, see _reply
    "assigned": "assigned",
    "human": "human",
    "wrapup": "wrapup",
    "ticket": "ticket",
    "closed": "closed",
}


class Owners:
    """Takes steps inside a transaction of the caller's."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    async def take(self, connection: Connection, conversation_id: int, step: Step) -> Moved:
        """Take one step; raises UnknownConversation, OwnerChanged, TransitionRefused or WrittenMeanwhile and
        then changes nothing.
        """
        row = await lock(connection, conversation_id)
        await _check(connection, row, step)
        reopens = row["owner"] == "closed"
        moved = await _move(connection, conversation_id, step, reopens=reopens)
        if not reopens:
            await connection.execute(sql.LEAVE_BACKLOG, {"conversation_id": conversation_id})
        segment = moved["segment"] or row["segment"]
        await connection.execute(sql.LOG_MOVE, _log_values(row, step, moved["epoch"], segment))
        said = () if step.quiet else await self._tell(connection, {**row, **moved, "segment": segment}, step)
        return Moved(
            conversation_id=conversation_id,
            channel=row["channel"],
            user=row["user_id"],
            before=row["owner"],
            owner=step.to,
            epoch=moved["epoch"],
            said=said,
            segment=segment,
            agent=step.agent,
        )

    async def attend(self, connection: Connection, conversation_id: int) -> tuple[Message, ...]:
        """Tell who waits for people where they stand, at most once a minute; () where there is nothing to
        tell.
        """
        row = await lock(connection, conversation_id)
        if row["owner"] == "queued":
            reply = await self._place(connection, conversation_id)
        elif row["owner"] == "ticket":
            reply = self._notices.say("ticket_kept")
        else:
            return ()
        return await speak(connection, row, [reply], Said("system", row["epoch"]), sparing=True)

    async def _tell(self, connection: Connection, row: Row, step: Step) -> tuple[Message, ...]:
        reply = await self._reply(connection, row, step)
        sparing = step.to == "queued"
        return await speak(
            connection, {**row, "owner": step.to}, [reply], Said("system", row["epoch"]), sparing=sparing
        )

    async def _reply(self, connection: Connection, row: Row, step: Step) -> Reply:
        name = step.notice or ("requeued" if step.front else NOTICE[step.to])
        if name is None:
            return await self._place(connection, row["id"])
        return self._notices.say(name, segment=row["segment"], **step.facts)

    async def _place(self, connection: Connection, conversation_id: int) -> Reply:
        cursor = await connection.execute(sql.AHEAD, {"conversation_id": conversation_id})
        ahead = (await cursor.fetchone() or {"ahead": 0})["ahead"]
        return self._notices.say("queued", ahead=ahead) if ahead else self._notices.say("queued_first")


async def lock(connection: Connection, conversation_id: int) -> Row:
    """The conversation's row, kept as it is until the end of the transaction; raises UnknownConversation."""
    row = await (await connection.execute(sql.LOCK, {"conversation_id": conversation_id})).fetchone()
    if row is None:
        raise UnknownConversation(conversation_id)
    return row


async def _check(connection: Connection, row: Row, step: Step) -> None:
    if step.epoch is not None and step.epoch != row["epoch"]:
        raise OwnerChanged(row["owner"], row["epoch"])
    check(row["owner"], step.to)
    if step.to == "closed" and row["waiting"]:
        raise TransitionRefused(row["owner"], step.to)
    ends = row["owner"] == "wrapup" and step.to in ("bot", "closed")
    if step.seen is None and not ends:
        return
    since = row["epoch"] if step.seen is None else 0
    values = {"conversation_id": row["id"], "since": since, "seen": step.seen or 0}
    found = await (await connection.execute(sql.WRITTEN_SINCE, values)).fetchone()
    if found and found["written"]:
        raise WrittenMeanwhile(row["owner"], step.to)


async def _move(connection: Connection, conversation_id: int, step: Step, *, reopens: bool) -> Row:
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
    return row or {}


def _log_values(row: Row, step: Step, epoch: int, segment: int | None) -> dict[str, Any]:
    return {
        "conversation_id": row["id"],
        "epoch": epoch,
        "segment": segment,
        "from": row["owner"],
        "to": step.to,
        "reason": step.reason,
        "by": step.by,
        "agent": step.agent,
        "detail": jsonb(step.detail),
    }
