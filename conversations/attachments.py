"""Files that investors send: a message says what the platform calls its file until we have it.

`media` of a message carries `wanted`, the platform's own id, from the start; once the file is here, or it is
certain that it never will be, `wanted` gives way to what is known. A file that could not be fetched is asked
for again after twice the time as before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversations.database import Database, jsonb

DUE = """
with due as (
  select m.conversation_id, m.seq, c.channel
  from message m join conversation c on c.id = m.conversation_id
  where m.media ? 'wanted' and c.channel = any(%(channels)s)
    and (m.media ->> 'asked_at' is null or (m.media ->> 'asked_at')::timestamptz
         < now() - least(interval '10 seconds' * 2 ^ least((m.media ->> 'asks')::int, 9), interval '1 hour'))
  order by m.conversation_id, m.seq limit %(limit)s
  for no key update of m skip locked
)
update message m set media = m.media || jsonb_build_object(
  'asked_at', now(), 'asks', coalesce((m.media ->> 'asks')::int, 0) + 1)
from due where m.conversation_id = due.conversation_id and m.seq = due.seq
returning m.conversation_id, m.seq, due.channel, m.media, extract(epoch from now() - m.at)::float8 as age
"""

ONE = """
select m.conversation_id, m.seq, c.channel, m.media, extract(epoch from now() - m.at)::float8 as age
from message m join conversation c on c.id = m.conversation_id
where m.conversation_id = %(conversation_id)s and m.seq = %(seq)s and m.media is not null
"""

KEEP = """
update message set media = (media - 'wanted' - 'asked_at' - 'asks') || %(found)s
where conversation_id = %(conversation_id)s and seq = %(seq)s and media ? 'wanted'
returning seq
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A message's file: `media` as it stands, `age` seconds since it was sent."""

    conversation_id: int
    seq: int
    channel: str
    media: dict[str, Any]
    age: float

    @property
    def wanted(self) -> bool:
        return "wanted" in self.media


class Attachments:
    """What is still to be fetched, and what was found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, channels: Sequence[str], limit: int) -> list[Attachment]:
        """Files to be asked for now; each is given to one caller, and again later if nothing is kept."""
        rows = await self._database.rows(DUE, {"channels": list(channels), "limit": limit})
        return [Attachment(**row) for row in rows]

    async def of(self, conversation_id: int, seq: int) -> Attachment | None:
        """The file of one message; None where it has none."""
        row = await self._database.row(ONE, {"conversation_id": conversation_id, "seq": seq})
        return Attachment(**row) if row else None

    async def keep(self, attachment: Attachment, found: Mapping[str, Any]) -> None:
        """What became of it: `file`, `mime` and `size`, or why it is `refused`."""
        values = {
            "conversation_id": attachment.conversation_id,
            "seq": attachment.seq,
            "found": jsonb(dict(found)),
        }
        await self._database.rows(KEEP, values)
