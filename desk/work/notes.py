"""What agents write to each other beside a transcript: notes, and a supervisor's whispers. Never sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations import Conversations
from conversations.database import Database

Kind = Literal["note", "whisper", "system"]
LONGEST = 4_000  # characters
MOST = 500

_ADD = """
insert into desk_note (conversation_id, seq, kind, agent, text)
select id, seq, %(kind)s, %(agent)s, %(text)s from conversation where id = %(conversation_id)s
returning id, seq, kind, agent, text, at"""
_AFTER = """
select id, seq, kind, agent, text, at from desk_note
where conversation_id = %(conversation_id)s and id > %(after)s order by id limit %(limit)s"""


@dataclass(frozen=True, slots=True)
class Note:
    """One of them; `seq` is the place in the transcript it was written behind."""

    id: int
    seq: int
    kind: Kind
    agent: str
    text: str
    at: datetime


class Notes:
    """Notes of conversations; whoever watches one hears of a new note at once."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations

    async def add(self, conversation_id: int, kind: Kind, agent: str, text: str) -> Note:
        """Raises StoreUnavailable; a commit that went unheard may be there all the same."""
        values = {"conversation_id": conversation_id, "kind": kind, "agent": agent, "text": text}
        async with self._database.transaction() as connection:
            row = await (await connection.execute(_ADD, values)).fetchone()
        await self._conversations.ring(conversation_id)
        return Note(**(row or {}))

    async def of(self, conversation_id: int, after: int = 0) -> list[Note]:
        """Those behind `after`, in order."""
        values = {"conversation_id": conversation_id, "after": after, "limit": MOST}
        return [Note(**row) for row in await self._database.rows(_AFTER, values)]
