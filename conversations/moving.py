"""Each step of owners.py as one transaction: the row is moved, the step written down, the investor told."""

import asyncio
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from conversations import owners_sql as sql
from conversations.database import Connection, Row, jsonb
from conversations.errors import OwnerChanged, TransitionRefused, UnknownConversation, WrittenMeanwhile
from conversations.messages import Message, Owner, Reply
from conversations.notices import Notices
from conversations.owners import SERVED_BY_BOT, Moved, Step, check
from conversations.reception import Reception
from conversations.speech import Said, Voice
from conversations.summary import LOOKED_AT, summarise

NOTICE: Mapping[Owner, str | None] = {
    "bot": "returned",
    "queued": None,  # the place in the queue, see _reply
    "assigned": "assigned",
    "human": "human",
    "wrapup": "wrapup",
    "ticket": "ticket",
    "closed": "closed",
}
ATTENDED: frozenset[Owner] = frozenset({"human", "wrapup"})
ASKED_WITHIN = 0.2  # seconds for the words of a queue, of which other work waits
LONGEST_WORD = 500  # characters of what was told that the bot hears of


class Owners:
    """Takes steps inside a transaction of the caller's; `desks` are channels with a desk of their own."""

    def __init__(
        self,
        notices: Notices,
        reception: Reception,
        desks: Set[str] = frozenset(),
        voice: Voice | None = None,
    ) -> None:
        self._notices = notices
        self._reception = reception
        self._desks = sorted(desks)
        self._voice = voice or Voice()

    async def take(
        self, connection: Connection, conversation_id: int, step: Step, inbound_id: int | None = None
    ) -> Moved:
        """Take one step, perhaps as the answer to the message `inbound_id`; raises UnknownConversation,
        OwnerChanged, TransitionRefused or WrittenMeanwhile and then changes nothing.
        """
        row = await lock(connection, conversation_id)
        await _check(connection, row, step)
        if row["owner"] in SERVED_BY_BOT and step.to not in SERVED_BY_BOT:
            step = await _briefed(connection, row, step)
        reopens = row["owner"] == "closed"
        moved = await _move(connection, row, step, reopens=reopens)
        if not reopens:
            await connection.execute(sql.LEAVE_BACKLOG, {"conversation_id": conversation_id})
        if step.to == "human":
            await connection.execute(sql.CONTACTED, {"conversation_id": conversation_id})
        segment = moved["segment"] or row["segment"]
        await connection.execute(sql.LOG_MOVE, _log_values(row, step, moved["epoch"], segment))
        after = {**row, **moved, "segment": segment}
        said = () if step.quiet else await self._tell(connection, after, step, inbound_id)
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

    async def attend(
        self, connection: Connection, conversation_id: int, inbound_id: int
    ) -> tuple[Message, ...]:
        """Tell who waits for people, and wrote, where they stand, at most once a minute; () where there is
        nothing to tell.
        """
        row = await lock(connection, conversation_id)
        if row["owner"] == "queued":
            reply = await self._place(connection, conversation_id)
        elif row["owner"] == "ticket":
            reply = self._notices.say("ticket_kept")
        else:
            return ()
        said = Said("system", row["epoch"], inbound_id=inbound_id)
        return await self._voice.speak(connection, row, [reply], said, sparing=True)

    async def _tell(
        self, connection: Connection, row: Row, step: Step, inbound_id: int | None
    ) -> tuple[Message, ...]:
        reply = await self._reply(connection, row, step)
        sparing = step.to == "queued"
        said = Said("system", row["epoch"], inbound_id=inbound_id)
        return await self._voice.speak(connection, {**row, "owner": step.to}, [reply], said, sparing=sparing)

    async def _reply(self, connection: Connection, row: Row, step: Step) -> Reply:
        name = step.notice or ("requeued" if step.front else NOTICE[step.to])
        if name is None:
            return await self._place(connection, row["id"])
        return self._notices.say(name, segment=row["segment"], **step.facts)

    async def _place(self, connection: Connection, conversation_id: int) -> Reply:
        values = {"conversation_id": conversation_id, "desks": self._desks}
        cursor = await connection.execute(sql.AHEAD, values)
        ahead = (await cursor.fetchone() or {"ahead": 0})["ahead"]
        name = "queued" if ahead else "queued_first"
        minutes = await self._minutes(ahead)
        if minutes is None:
            return self._notices.say(name, ahead=ahead)
        return self._notices.say(f"{name}_minutes", ahead=ahead, minutes=minutes)

    async def _minutes(self, ahead: int) -> int | None:
        try:
            async with asyncio.timeout(ASKED_WITHIN):
                return await self._reception.minutes(ahead)
        except TimeoutError:  # whoever wanted a connection for it would wait for ours
            return None


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


async def _briefed(connection: Connection, row: Row, step: Step) -> Step:
    """The step that asks for people, with what they should know of the stretch before."""
    values = {"conversation_id": row["id"], "epoch": row["epoch"], "limit": LOOKED_AT}
    said = await (await connection.execute(sql.STRETCH, values)).fetchall()
    asked = {"topic": None, "skill": None, **(step.handoff or {}), "priority": step.priority or 0}
    known = {"reason": step.reason, **asked, "summary": summarise(said)}
    return replace(step, handoff=known)


async def _served(connection: Connection, row: Row, step: Step) -> dict[str, Any] | None:
    """What the bot is to hear of a stretch that people have served; None where none ends here."""
    if row["owner"] not in ATTENDED or step.to not in SERVED_BY_BOT:
        return None
    detail = step.detail or await _written(connection, row)
    topic = detail.get("topic") or (row["handoff"] or {}).get("topic")
    told = detail.get("told")
    return {"topic": topic, "outcome": detail.get("outcome"), "told": told[:LONGEST_WORD] if told else None}


async def _written(connection: Connection, row: Row) -> dict[str, Any]:
    """What was written down with the step before."""
    values = {"conversation_id": row["id"], "epoch": row["epoch"]}
    found = await (await connection.execute(sql.DETAIL, values)).fetchone()
    return (found or {}).get("detail") or {}


async def _move(connection: Connection, row: Row, step: Step, *, reopens: bool) -> Row:
    values = {
        "conversation_id": row["id"],
        "to": step.to,
        "agent": step.agent,
        "reopens": reopens,
        "served": jsonb(await _served(connection, row, step)),
        "handoff": jsonb(step.handoff),
        "priority": step.priority,
        "front": step.front,
    }
    moved = await (await connection.execute(sql.MOVE, values)).fetchone()
    return moved or {}


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
        "detail": jsonb({**_asked_for(step), **(step.detail or {})} or None),
    }


def _asked_for(step: Step) -> dict[str, Any]:
    """What stays known of a wish for people when nobody has to do with it any more; it is `about` the last
    question before it, as a plain wish has no subject of its own.
    """
    if step.handoff is None:
        return {}
    asked = (step.handoff.get("summary") or {}).get("asked") or ()
    about = next((each["topic"] for each in reversed(asked) if each["topic"]), None)
    known = {name: step.handoff.get(name) for name in ("topic", "skill")} | {"about": about}
    return {name: value for name, value in {**known, "priority": step.priority}.items() if value}
