"""Work that one gateway does at a time: a lock of PostgreSQL's, which falls with its transaction.

It is held while somebody else is asked, so it needs a connection of its own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from conversations.database import Database

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%(name)s, 0))"
_TRY = "select pg_try_advisory_xact_lock(hashtextextended(%(name)s, 0)) as mine"


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
