"""What the database says of an investor: what was stored, and what became of the answers."""

from conversations.database import Database
from conversations.liveness import CHANNEL

_SAID = """
select m.text from message m join conversation c on c.id = m.conversation_id
where c.user_id = %(user)s and m.sender = 'user' order by m.seq"""
_STORED = "select count(*)::int as stored from message where sender = 'user'"
_WAITING = "select waiting from conversation where user_id = %(user)s"
_STATES = "select state from outbox where recipient = %(user)s order by seq"
_LATER = """
with due as (
    update outbox set next_attempt_at = now(), updated_at = updated_at - interval '1 minute'
    where recipient = %(user)s and state <> 'sending' returning id)
update channel_token set asked_at = asked_at - interval '1 minute' returning account"""

_RING = """
select pg_notify(%(bell)s, conversation_id::text) from outbox
where recipient = %(user)s and state = 'pending' limit 1"""


class Books:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def said(self, user: str) -> list[str]:
        """What we have of the investor's words, in order."""
        return [row["text"] for row in await self._database.rows(_SAID, {"user": user})]

    async def stored(self) -> int:
        """How many messages of investors there are in all."""
        row = await self._database.row(_STORED, {})
        return int(row["stored"]) if row else 0

    async def is_answered(self, user: str) -> bool:
        row = await self._database.row(_WAITING, {"user": user})
        return row is not None and row["waiting"] == 0

    async def states(self, user: str) -> list[str]:
        """Of the messages to the investor, in order."""
        return [row["state"] for row in await self._database.rows(_STATES, {"user": user})]

    async def later(self, user: str) -> None:
        """A minute goes by for what waits to be sent, and another gateway rings."""
        await self._database.rows(_LATER, {"user": user})
        await self._database.rows(_RING, {"user": user, "bell": CHANNEL})
