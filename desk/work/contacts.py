"""What the desk itself knows of an investor: importance, language, who served them last, words of agents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations import Conversations
from conversations.database import Database

_OF = """
select conversation_id, vip, coalesce(language, 'zh') as language, last_agent, tags from desk_contact
where conversation_id = any(%(ids)s)"""
_SET = """
insert into desk_contact as k (conversation_id, vip, tags, last_agent)
values (%(id)s, coalesce(%(vip)s, false), coalesce(%(tags)s, '{}'::text[]), %(agent)s)
on conflict (conversation_id) do update set
  vip = coalesce(%(vip)s, k.vip), tags = coalesce(%(tags)s, k.tags),
  last_agent = coalesce(%(agent)s, k.last_agent), updated_at = now()
returning conversation_id"""


@dataclass(frozen=True, slots=True)
class Contact:
    """As long as nobody wrote anything down, an ordinary investor who speaks Chinese."""

    vip: bool = False
    language: str = "zh"
    last_agent: str | None = None
    tags: Sequence[str] = ()


UNKNOWN = Contact()


class Contacts:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations

    async def of(self, conversations: Sequence[int]) -> Mapping[int, Contact]:
        """Those of which anything is known."""
        rows = await self._database.rows(_OF, {"ids": list(conversations)})
        return {row.pop("conversation_id"): Contact(**row) for row in rows}

    async def value(self, conversation_id: int, vip: bool) -> None:
        """Who is important is served first."""
        await self._set(conversation_id, vip=vip)

    async def tag(self, conversation_id: int, tags: Sequence[str]) -> None:
        """These tags and no others."""
        await self._set(conversation_id, tags=list(tags))

    async def served(self, conversation_id: int, agent: str) -> None:
        """Whom to ask first the next time."""
        await self._set(conversation_id, agent=agent)

    async def _set(
        self,
        conversation_id: int,
        *,
        vip: bool | None = None,
        tags: list[str] | None = None,
        agent: str | None = None,
    ) -> None:
        values = {"id": conversation_id, "vip": vip, "tags": tags, "agent": agent}
        await self._database.rows(_SET, values)
        await self._conversations.ring(conversation_id)
