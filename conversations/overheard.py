"""What people say on a platform's own desk, beside us, and who owns what has moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.database import Database, jsonb
from conversations.intake import STORED_TEXT, clean, delivery_key
from conversations.messages import Owner

# Stored once by its key, as an investor's message is, and answered already: nobody has to.
STORE = """
with seen as (
  select from inbound where channel = %(channel)s and key = %(key)s
), owned as (
  insert into conversation as c (channel, user_id, seq) select %(channel)s, %(user)s, 1
  where not exists (select from seen)
  on conflict (channel, user_id) do update set seq = c.seq + 1
  returning id, seq, epoch
), kept as (
  insert into inbound (conversation_id, channel, key, seq, answered_at, answered_by)
  select id, %(channel)s, %(key)s, seq, now(), 'owner' from owned
  on conflict (channel, key) do nothing
), said as (
  insert into message
    (conversation_id, seq, sender, kind, text, media, epoch, at, message_id, agent, delivery)
  select id, seq, 'agent', %(kind)s, %(text)s, %(media)s, epoch, %(at)s, %(message_id)s, %(agent)s, 'sent'
  from owned
)
select id from owned
"""

MOVED = """
select c.id as conversation_id, c.user_id as user, c.owner, c.agent, c.epoch
from conversation c
where c.channel = %(channel)s and c.id in (select conversation_id from transition where at > %(since)s)
order by c.id
"""


@dataclass(frozen=True, slots=True)
class Overheard:
    """What `agent` wrote to the investor on the platform's own desk; `message_id` is the platform's."""

    agent: str
    message_id: str
    text: str | None
    at: datetime
    kind: str = "text"
    media: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Owned:
    """Who owns a conversation now."""

    conversation_id: int
    user: str
    owner: Owner
    agent: str | None
    epoch: int


class Platform:
    """The reading and writing of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overhear(self, channel: str, user: str, said: Overheard) -> int | None:
        """Put it into the transcript once; the conversation's number, None where it stands there already."""
        text = None if said.text is None else clean(said.text)[:STORED_TEXT]
        values = {
            "channel": channel,
            "user": user,
            "key": delivery_key(user, said.message_id),
            "agent": said.agent,
            "message_id": said.message_id,
            "kind": said.kind,
            "text": text,
            "media": jsonb(said.media),
            "at": said.at,
        }
        row = await self._database.row(STORE, values)
        return int(row["id"]) if row else None

    async def moved(self, channel: str, since: datetime) -> list[Owned]:
        """Conversations of `channel` whose owner has changed since then, as they are now."""
        rows = await self._database.rows(MOVED, {"channel": channel, "since": since})
        return [Owned(**row) for row in rows]
