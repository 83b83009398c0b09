"""Reading a conversation: what was said after a place, where it stands, what a message got as its answer."""

from dataclasses import dataclass

from conversations import sql
from conversations.database import Database
from conversations.messages import Answer, Message, Owner
from conversations.speech import message_of

MOST = 1_000  # rows one call returns


@dataclass(frozen=True, slots=True)
class Status:
    """Where a conversation stands; `waiting` messages are not answered yet."""

    conversation_id: int
    owner: Owner
    epoch: int
    seq: int
    waiting: int
    agent: str | None


class Transcript:
    """Everything here only reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def after(self, channel: str, user: str, seq: int, limit: int) -> list[Message]:
        """The messages after `seq` in order, at most `limit` of them."""
        values = {"channel": channel, "user": user, "after": seq, "limit": max(0, min(limit, MOST))}
        return [message_of(row) for row in await self._database.rows(sql.AFTER, values)]

    async def status(self, channel: str, user: str) -> Status | None:
        """None for somebody who never wrote."""
        row = await self._database.row(sql.STATUS, {"channel": channel, "user": user})
        return Status(**row) if row else None

    async def answer_to(self, conversation_id: int, inbound_id: int) -> Answer | None:
        """What this message was answered with; None while it waits."""
        row = await self._database.row(sql.ANSWERED, {"inbound_id": inbound_id})
        if row is None or not row["answered"]:
            return None
        replies = await self._between(conversation_id, row["reply_first"], row["reply_last"])
        return Answer(
            replies=replies,
            seq=row["reply_last"] or row["seq"],
            topic=row["topic"],
            intent=row["intent"],
            confidence=row["confidence"],
            owner=row["owner"],
            by=row["answered_by"],
        )

    async def _between(
        self, conversation_id: int, first: int | None, last: int | None
    ) -> tuple[Message, ...]:
        if first is None:
            return ()
        values = {"conversation_id": conversation_id, "first": first, "last": last}
        return tuple(message_of(row) for row in await self._database.rows(sql.BETWEEN, values))
