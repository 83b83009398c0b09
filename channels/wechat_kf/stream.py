"""How far WeCom's stream of a service account was read, and the lock on reading on: one gateway at a time.

A lock of PostgreSQL's falls with its transaction and is held while WeCom is asked, so it needs a connection
of its own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from conversations.database import Database

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%(name)s, 0))"
_TRY = "select pg_try_advisory_xact_lock(hashtextextended(%(name)s, 0)) as mine"
_READ = """
select place, moved_at > now() - %(lately)s as lately from channel_cursor where stream = %(stream)s"""
_MOVE = """
insert into channel_cursor (stream, place) values (%(stream)s, %(place)s)
on conflict (stream) do update set place = excluded.place, moved_at = now()
where channel_cursor.place = %(before)s
returning place"""


class Locks:
    """Locks by name. `database` is for nothing else; it has a connection for each lock held at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def waited_for(self, name: str) -> AsyncIterator[None]:
        """Ours alone, however long that takes. Raises StoreUnavailable, also when it was lost meanwhile."""
        async with self._database.transaction() as connection:
            await connection.execute(_LOCK, {"name": name})
            yield

    @asynccontextmanager
    async def if_free(self, name: str) -> AsyncIterator[bool]:
        """Whether it is ours. Raises StoreUnavailable, also when it was lost meanwhile."""
        async with self._database.transaction() as connection:
            row = await (await connection.execute(_TRY, {"name": name})).fetchone()
            yield bool(row and row["mine"])


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor of WeCom's; None at the first time. `lately`: somebody has read not long ago."""

    cursor: str | None
    lately: bool


class Stream:
    """The stream of one service account."""

    def __init__(self, database: Database, open_kfid: str) -> None:
        self.name = f"wechat_kf:{open_kfid}"
        self._database = database

    async def place(self, lately: timedelta) -> Place:
        row = await self._database.row(_READ, {"stream": self.name, "lately": lately})
        return Place(row["place"], row["lately"]) if row else Place(None, lately=False)

    async def move(self, before: str | None, place: str) -> None:
        """Everything up to `place` is in the inbox; nothing happens if somebody else has read on."""
        values = {"stream": self.name, "place": place, "before": before or ""}
        await self._database.rows(_MOVE, values)
