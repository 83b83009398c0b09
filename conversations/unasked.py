"""What is said unasked, in many conversations by one statement, whoever owns them.

It is a notice and not an answer: the owner, the epoch and the turn under way stay as they are, and people who
have the conversation see it among its lines.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import unasked_sql as sql
from conversations.database import Connection, jsonb
from conversations.messages import Reply
from conversations.speech import BUTTON_BYTES


@dataclass(frozen=True, slots=True)
class Unasked:
    """One message, and the `notice` it carries. It is sent by the outbox of `channel`, not before a moment
    and not after `until`; None where the investor's page reads the transcript.
    """

    notice: int
    conversation_id: int
    channel: str | None
    reply: Reply
    not_before: datetime
    until: datetime
    priority: int = 0


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
    conversations = [each.conversation_id for each in said]
    await connection.execute(sql.LOCK, {"conversations": conversations})
    rows = await (await connection.execute(sql.SAY, _values(said))).fetchall()
    return [Place(**row) for row in rows]


async def give_up(connection: Connection, places: Sequence[Place]) -> set[int]:
    """Take back what no platform has taken yet; the notices that are now nobody's."""
    values = {
        "notices": [place.notice for place in places],
        "conversations": [place.conversation_id for place in places],
        "places": [place.seq for place in places],
    }
    rows = await (await connection.execute(sql.GIVE_UP, values)).fetchall()
    return {row["notice"] for row in rows}


def _values(said: Sequence[Unasked]) -> dict[str, Any]:
    ids = [[secrets.token_urlsafe(BUTTON_BYTES) for _ in each.reply.choices] for each in said]
    offered = [
        (each.notice, id, choice.title, choice.payload)
        for each, own in zip(said, ids, strict=True)
        for id, choice in zip(own, each.reply.choices, strict=True)
    ]
    columns = list(zip(*offered, strict=True)) or [(), (), (), ()]
    return {
        "notices": [each.notice for each in said],
        "conversations": [each.conversation_id for each in said],
        "channels": [each.channel for each in said],
        "texts": [each.reply.text for each in said],
        "images": [each.reply.image for each in said],
        "shown": [jsonb(_shown(own, each.reply)) for own, each in zip(ids, said, strict=True)],
        "not_before": [each.not_before for each in said],
        "until": [each.until for each in said],
        "priorities": [each.priority for each in said],
        "button_of": list(columns[0]),
        "button_ids": list(columns[1]),
        "titles": list(columns[2]),
        "payloads": list(columns[3]),
    }


def _shown(ids: Sequence[str], reply: Reply) -> list[dict[str, str]] | None:
    return [{"id": id, "title": choice.title} for id, choice in zip(ids, reply.choices, strict=True)] or None
