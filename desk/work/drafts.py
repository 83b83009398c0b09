"""What an agent has begun to write in a conversation, kept so that a reload or another machine has it too."""

from typing import Any

from conversations.database import Database
from desk.sealed import DRAFT

LONGEST = 4_000  # characters

# What was begun before the agent's last message was sent with it.
_OF = """
select conversation_id, agent, text, sealed from desk_draft d
where conversation_id = %(conversation)s and agent = %(agent)s
and not exists (select from message m where m.conversation_id = d.conversation_id and m.agent = d.agent
                and m.sender = 'agent' and m.at > d.updated_at)"""
_PUT = """
insert into desk_draft (conversation_id, agent, sealed) values (%(conversation)s, %(agent)s, %(sealed)s)
on conflict (conversation_id, agent) do update set sealed = excluded.sealed, text = null, updated_at = now()
returning agent"""
_DROP = """
delete from desk_draft where conversation_id = %(conversation)s and agent = %(agent)s returning agent"""


class Drafts:
    """One a conversation and agent. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, conversation_id: int, agent: str) -> str:
        """ "" where nothing is begun, or it was sent."""
        row = await self._database.row(_OF, {"conversation": conversation_id, "agent": agent})
        return str(DRAFT.open(self._database.keys, row)["text"]) if row else ""

    async def put(self, conversation_id: int, agent: str, text: str) -> None:
        """Keep the newest; nothing is left of an empty one."""
        values: dict[str, Any] = {"conversation": conversation_id, "agent": agent}
        if not text.strip():
            await self._database.row(_DROP, values)
            return
        row = {"conversation_id": conversation_id, "agent": agent, "text": text}
        await self._database.row(_PUT, {**values, "sealed": DRAFT.seal(self._database.keys, row)})
