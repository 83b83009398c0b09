"""What is taken out of the tables again: messages an investor wishes gone, conversations kept long enough.

A blanked message stays as a row, so that no place is missing, and a line of the system behind the last one
says that it was done; who did it and why stands beside that line. What was taken from such messages (the
summary for people, the dialogue state with its last turns) goes with them, and what could prove them in the
ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.database import Connection, Database, jsonb
from conversations.intake import delivery_key
from conversations.ledger.blinding import blind, blind_all
from conversations.moving import lock
from conversations.notices import Notices

AT_ONCE = 200  # conversations of one batch

BLANK = """
with blanked as (
  update message m set text = null, buttons = null, image = null, media = null, entities = null, length = null
  from (select seq, media ->> 'file' as file from message
        where conversation_id = %(conversation_id)s and kind <> 'redaction'
          and (%(seqs)s::int[] is null or seq = any(%(seqs)s))
        for no key update) was
  where m.conversation_id = %(conversation_id)s and m.seq = was.seq
  returning m.seq, was.file
), untitled as (
  update button b set title = '' from blanked
  where b.conversation_id = %(conversation_id)s and b.seq = blanked.seq
)
select seq, file from blanked order by seq
"""
NOTE = """
with owned as (
  update conversation set seq = seq + 1, state = null, handoff = handoff - 'summary'
  where id = %(conversation_id)s
  returning id, seq, epoch
)
insert into message (conversation_id, seq, sender, kind, text, media, epoch, agent)
select id, seq, 'system', 'redaction', %(text)s, %(why)s, epoch, %(by)s from owned
"""

# Nothing was said for so long, nobody has it, and no ticket of it is open.
OLD = """
select c.id, c.channel, c.user_id
from conversation c join message m on m.conversation_id = c.id and m.seq = c.seq
where c.owner in ('bot', 'closed') and c.waiting = 0 and m.at < %(before)s
  and not exists (select from ticket t where t.conversation_id = c.id and t.state <> 'resolved')
order by c.id limit %(limit)s
for no key update of c skip locked
"""
KEPT = """
select conversation_id, message_id, media ->> 'file' as file
from message where conversation_id = any(%(ids)s) and (sender in ('user', 'agent') or media ? 'file')
"""
BUTTONS = """
delete from button where id in (
  select b ->> 'id' from message m cross join jsonb_array_elements(m.buttons) b
  where m.conversation_id = any(%(ids)s))
"""
INBOUND = "delete from inbound where channel = %(channel)s and key = any(%(keys)s)"
TABLES = ("outbox", "followup", "ticket", "transition", "message")


@dataclass(frozen=True, slots=True)
class Redacted:
    """Places that are blank now, and the files of RECEIVED_DIR that nothing here names any more."""

    seqs: list[int]
    files: list[str]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The numbers of conversations that are gone, with so many messages; what others keep of them may go."""

    conversations: list[int]
    messages: int
    files: list[str]


class Erasing:
    """Raises UnknownConversation and StoreUnavailable, and then nothing is gone."""

    def __init__(self, database: Database, notices: Notices) -> None:
        self._database = database
        self._notices = notices

    async def redact(
        self, conversation_id: int, seqs: Sequence[int] | None, *, by: str, reason: str
    ) -> Redacted:
        """Blank these messages, or all of them."""
        values: dict[str, Any] = {"conversation_id": conversation_id, "by": by}
        values["seqs"] = None if seqs is None else list(seqs)
        async with self._database.transaction() as connection:
            await lock(connection, conversation_id)
            rows = await (await connection.execute(BLANK, values)).fetchall()
            blanked = [row["seq"] for row in rows]
            await blind(connection, conversation_id, blanked)
            said = self._notices.say("redacted", count=len(blanked))
            why = jsonb({"reason": reason, "seqs": blanked})
            await connection.execute(NOTE, {**values, "text": said.text, "why": why})
        return Redacted(blanked, [row["file"] for row in rows if row["file"]])

    async def forget(self, before: datetime, limit: int = AT_ONCE) -> Forgotten:
        """Take out conversations in which nothing was said since then, at most `limit`: call it until none is
        left.
        """
        async with self._database.transaction() as connection:
            values = {"before": before, "limit": limit}
            old = await (await connection.execute(OLD, values)).fetchall()
            if not old:
                return Forgotten([], 0, [])
            users = {row["id"]: (row["channel"], row["user_id"]) for row in old}
            kept = await (await connection.execute(KEPT, {"ids": list(users)})).fetchall()
            await _forget_inbound(connection, users, kept)
            messages = await _forget_rows(connection, list(users))
            await blind_all(connection, list(users))
        return Forgotten(list(users), messages, [row["file"] for row in kept if row["file"]])


async def _forget_inbound(
    connection: Connection, users: dict[int, tuple[str, str]], kept: Sequence[dict[str, Any]]
) -> None:
    """Found by its key: the inbox is not sorted by conversation."""
    keys: dict[str, list[str]] = {}
    for row in kept:
        channel, user = users[row["conversation_id"]]
        if row["message_id"] is not None:
            keys.setdefault(channel, []).append(delivery_key(user, row["message_id"]))
    for channel, of_channel in keys.items():
        await connection.execute(INBOUND, {"channel": channel, "keys": of_channel})


async def _forget_rows(connection: Connection, ids: list[int]) -> int:
    """The rows of all tables, the messages last but the conversation; how many messages there were."""
    await connection.execute(BUTTONS, {"ids": ids})
    count = 0
    for table in TABLES:
        cursor = await connection.execute(
            f"delete from {table} where conversation_id = any(%(ids)s)",  # noqa: S608 - our own tables
            {"ids": ids},
        )
        count = cursor.rowcount
    await connection.execute("delete from conversation where id = any(%(ids)s)", {"ids": ids})
    return count
