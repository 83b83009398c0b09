"""Which conversation of ours stands where in Chatwoot, and how far each side has the other's messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.database import Database

_FIELDS = "conversation_id, number, source, epoch, seen, sent"
_LIVE = f"select {_FIELDS} from desk_chatwoot_link where state = 'open' order by conversation_id"  # noqa: S608
_BY_NUMBER = f"select {_FIELDS} from desk_chatwoot_link where number = %(number)s"  # noqa: S608
_PUT = """
insert into desk_chatwoot_link (conversation_id, number, source, epoch, sent)
values (%(conversation_id)s, %(number)s, %(source)s, %(epoch)s, %(sent)s)
on conflict (conversation_id) do update set number = excluded.number, source = excluded.source,
  epoch = excluded.epoch, sent = excluded.sent, seen = 0, state = 'open', updated_at = now()
returning number
"""
_ADVANCE = """
update desk_chatwoot_link set
  seen = greatest(seen, %(seen)s), sent = greatest(sent, %(sent)s), updated_at = now()
where conversation_id = %(conversation_id)s and number = %(number)s returning number
"""
_END = """
update desk_chatwoot_link set state = 'ended', updated_at = now()
where conversation_id = %(conversation_id)s and number = %(number)s returning number
"""
_KEEP = """
insert into desk_chatwoot_message (id, conversation_id, seq) values (%(id)s, %(conversation_id)s, %(seq)s)
on conflict (id) do nothing returning id
"""
_UNREPORTED = """
select id, seq from desk_chatwoot_message
where conversation_id = %(conversation_id)s and reported is null order by id limit 50
"""
_REPORTED = "update desk_chatwoot_message set reported = %(state)s where id = %(id)s returning id"


@dataclass(frozen=True, slots=True)
class Link:
    """`epoch` is the segment it was opened for; see desk.work.models.ChatwootLink."""

    conversation_id: int
    number: int
    source: str
    epoch: int
    seen: int
    sent: int


class Links:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def live(self) -> list[Link]:
        return [Link(**row) for row in await self._database.rows(_LIVE, {})]

    async def of(self, number: int) -> Link | None:
        """The link to a conversation of theirs."""
        row = await self._database.row(_BY_NUMBER, {"number": number})
        return Link(**row) if row else None

    async def put(self, conversation_id: int, number: int, source: str, epoch: int, sent: int) -> None:
        values = {"conversation_id": conversation_id, "number": number, "source": source}
        await self._database.rows(_PUT, {**values, "epoch": epoch, "sent": sent})

    async def advance(self, link: Link, *, seen: int = 0, sent: int = 0) -> None:
        """Further than before, never back."""
        values = {"conversation_id": link.conversation_id, "number": link.number}
        await self._database.rows(_ADVANCE, {**values, "seen": seen, "sent": sent})

    async def end(self, link: Link) -> None:
        await self._database.rows(_END, {"conversation_id": link.conversation_id, "number": link.number})

    async def keep(self, link: Link, id: int, seq: int) -> None:
        """Their message `id` stands in our transcript at `seq`."""
        await self._database.rows(_KEEP, {"id": id, "conversation_id": link.conversation_id, "seq": seq})

    async def unreported(self, link: Link) -> Sequence[tuple[int, int]]:
        """Messages of theirs that they have not been told of: id and place."""
        rows = await self._database.rows(_UNREPORTED, {"conversation_id": link.conversation_id})
        return [(row["id"], row["seq"]) for row in rows]

    async def reported(self, id: int, state: str) -> None:
        await self._database.rows(_REPORTED, {"id": id, "state": state})
