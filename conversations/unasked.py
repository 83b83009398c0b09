"""What is said unasked, in many conversations by one statement, whoever owns them.

It is a notice and not an answer: the owner, the epoch and the turn under way stay as they are, and people who
have the conversation see it among its lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import unasked_sql as sql
from conversations.database import Connection, array_of, jsonb
from conversations.languages import written
from conversations.messages import Reply


@dataclass(frozen=True, slots=True)
class Unasked:
    """One message, and the `notice` it carries. It is sent by the outbox of `channel`, not before a moment
    and not after `until`; None where the investor's page reads the transcript. `language` is what the
    investor wished for.
    """

    notice: int
    conversation_id: int
    channel: str | None
    reply: Reply
    not_before: datetime
    until: datetime
    priority: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice stands in a transcript."""

    notice: int
    conversation_id: int
    seq: int


async def say_unasked(connection: Connection, said: Sequence[Unasked]) -> list[Place]:
    """Say it in the caller's transaction, at most one message in a conversation; the places, in no order."""
    if not said:
        return []
    values = _values(said)
    await connection.execute(sql.LOCK, values)
    rows = await (await connection.execute(sql.SAY, values)).fetchall()
    return [Place(**row) for row in rows]


async def give_up(connection: Connection, places: Sequence[Place]) -> set[int]:
    """Take back what no platform has taken yet; the notices that are now nobody's."""
    values = {
        "notices": array_of(place.notice for place in places),
        "conversations": array_of(place.conversation_id for place in places),
        "places": array_of(place.seq for place in places),
    }
    rows = await (await connection.execute(sql.GIVE_UP, values)).fetchall()
    return {row["notice"] for row in rows}


def _values(said: Sequence[Unasked]) -> dict[str, Any]:
    """What is the same for many is written and travels once: a million texts would cost more than all the
    rest.
    """
    parcels: dict[tuple[object, ...], int] = {}
    shared: list[dict[str, Any]] = []
    parcel_of = []
    for each in said:
        key = (each.channel, each.reply, each.not_before, each.until, each.priority, each.language)
        number = parcels.setdefault(key, len(parcels))
        if number == len(shared):
            shared.append({"parcel": number, **_shared(each)})
        parcel_of.append(number)
    return {
        "parcels": jsonb(shared),
        "notices": array_of(each.notice for each in said),
        "conversations": array_of(each.conversation_id for each in said),
        "parcel_of": array_of(parcel_of),
    }


def _shared(each: Unasked) -> dict[str, Any]:
    reply = written(each.reply, each.language)
    return {
        "channel": each.channel,
        "text": reply.text,
        "image": reply.image,
        "language": reply.language,
        "choices": [[choice.title, choice.payload] for choice in reply.choices],
        "not_before": each.not_before.isoformat(),
        "until": each.until.isoformat(),
        "priority": each.priority,
    }
