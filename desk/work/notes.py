"""What agents write to each other beside a transcript: notes, and a supervisor's whispers. Never sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from conversations import Conversations
from conversations.database import Connection, Database, Row
from desk.sealed import NOTE
from sealing.keys import Keys

Kind = Literal["note", "whisper", "system"]
LONGEST = 4_000  # characters
MOST = 500

_NEXT = "select nextval(pg_get_serial_sequence('desk_note', 'id')) as id"
_ADD = """
insert into desk_note (id, conversation_id, seq, kind, agent, sealed)
select %(id)s, id, seq, %(kind)s, %(agent)s, %(sealed)s from conversation where id = %(conversation_id)s
returning id, seq, kind, agent, text, sealed, at"""
_AFTER = """
select id, seq, kind, agent, text, sealed, at from desk_note
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
            row = await write(connection, self._database.keys, values)
        await self._conversations.ring(conversation_id)
        return Note(**NOTE.open(self._database.keys, row))

    async def of(self, conversation_id: int, after: int = 0) -> list[Note]:
        """Those behind `after`, in order."""
        values = {"conversation_id": conversation_id, "after": after, "limit": MOST}
        rows = await self._database.rows(_AFTER, values)
        return [Note(**NOTE.open(self._database.keys, row)) for row in rows]


async def write(connection: Connection, keys: Keys, note: Mapping[str, Any]) -> Row:
    """The row of a new note, sealed: {"conversation_id", "kind", "agent", "text"}."""
    number = (await (await connection.execute(_NEXT)).fetchone() or {})["id"]
    sealed = NOTE.seal(keys, {"id": number, "text": note["text"]})
    written = await connection.execute(_ADD, {**note, "id": number, "sealed": sealed})
    return await written.fetchone() or {}
