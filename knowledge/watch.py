"""Keeps a process's library that of the database: bells wake it, numbers tell what was missed.

Without a database, or before its tables are there, the library is that of the files. What holds on which day
is decided at each answer, so a day's change needs no event.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from knowledge.article import Article
from knowledge.errors import BadArticle
from knowledge.following import as_counts, outranking
from knowledge.librarian import Librarian
from knowledge.store import CHANNEL, Connection, connect
from knowledge.versions import Version

POLL = 20.0  # seconds without a bell after which the number is asked for
RETRY = 1.0  # seconds after a lost connection
ANSWERED_WITHIN = 10.0  # seconds a statement has; a connection that died silently takes longer

_SEQ = "select seq from knowledge_change"
_CHANGED = """
select a.id as changed, v.article_id as id, v.number, v.content, v.state, v.author, v.reviewer, v.origin,
       v.note, v.created_at, v.published_at
from article a left join article_version v on v.article_id = a.id and v.state = 'published'
where a.change > %(since)s order by a.id, v.number
"""
_FOLLOWING = "select topic, next, count from next_topic"

log = logging.getLogger(__name__)


@dataclass
class Standing:
    """Which library is on the shelf: of `files`, or of the `database` as of a change."""

    library: str = "files"
    sequence: int = 0


class Watch:
    """`run` follows the database at `dsn` until cancelled; an empty one leaves the files' library."""

    def __init__(self, dsn: str, librarian: Librarian, *, poll: float = POLL, retry: float = RETRY) -> None:
        self._dsn = dsn
        self._librarian = librarian
        self._poll = poll
        self._retry = retry
        self._known: dict[str, list[Article]] = {}
        self._seen = -1
        self._stale = False
        self.standing = Standing()

    async def run(self) -> None:
        """Show every change soon after it was made, coming back after every lost connection."""
        self._librarian.improve()
        while self._dsn:
            try:
                await self._follow()
            except (psycopg.Error, TimeoutError):  # the server is away or restarts, or has no tables yet
                await asyncio.sleep(self._retry)
            except Exception as error:  # a fault of ours must not leave the library to age
                log.error("the library could not be renewed: %s", type(error).__name__)
                await asyncio.sleep(self._retry)

    async def _follow(self) -> None:
        async with await connect(self._dsn) as connection:
            await connection.execute(f"listen {CHANNEL}")
            while True:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    await self._take_over(connection)
                if self._stale and self._known:
                    await self._arrange(connection)
                async for _ in connection.notifies(timeout=self._poll, stop_after=1):
                    pass

    async def _take_over(self, connection: Connection) -> None:
        """Read what was changed since the last look."""
        row = await (await connection.execute(_SEQ)).fetchone()
        newest = row["seq"] if row else 0
        if newest == self._seen:
            return
        if newest < self._seen:  # the database was put back to an earlier state
            self._known, self._seen = {}, -1
        rows = await (await connection.execute(_CHANGED, {"since": self._seen})).fetchall()
        found: dict[str, list[Version]] = {row["changed"]: [] for row in rows}
        for row in rows:
            if row["id"]:
                found[row.pop("changed")].append(Version(**row))
        self._known |= {id: _readable(versions, self._known.get(id, [])) for id, versions in found.items()}
        self._seen, self._stale = newest, True

    async def _arrange(self, connection: Connection) -> None:
        """Put it on the shelf; only a database without any article leaves the files' library there."""
        rows = await (await connection.execute(_FOLLOWING)).fetchall()
        articles = [article for id in sorted(self._known) for article in self._known[id]]
        await self._librarian.arrange(articles, outranking(as_counts(rows)))
        self._stale, self.standing = False, Standing("database", self._seen)


def _readable(versions: Sequence[Version], before: list[Article]) -> list[Article]:
    """The articles; what we had where one of them is of a newer Wenpan than this process."""
    try:
        return [each.article for each in versions]
    except BadArticle as error:
        log.error("%s cannot be shown and stays as it was", error.name)
        return before
