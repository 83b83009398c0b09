"""The articles in PostgreSQL: connections for reading, and changes that are numbered and made known."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb

from knowledge.errors import NoArticle, NoVersion, StoreAway
from knowledge.versions import Version

CHANNEL = "wenpan_knowledge"
CONNECT_WITHIN = 5  # seconds
SETTINGS: Mapping[str, Any] = {
    "autocommit": True,
    "connect_timeout": CONNECT_WITHIN,
    "tcp_user_timeout": 25_000,  # ms after which a server that vanished is missed
    "keepalives_idle": 10,
    "options": "-c timezone=Asia/Shanghai",
}

Connection = AsyncConnection[DictRow]
Record = Callable[[Connection], Awaitable[None]]

_FIELDS = "article_id as id, number, content, state, author, reviewer, origin, note, created_at, published_at"
_BUMP = "update knowledge_change set seq = seq + 1 returning seq"
_VERSIONS = f"select {_FIELDS} from article_version where article_id = %(id)s order by number"  # noqa: S608
_IN_WORK = f"""
select {_FIELDS} from article_version where state in ('draft', 'in_review') order by article_id, number
"""  # noqa: S608 - our own list of columns
_PUBLISHED = f"select {_FIELDS} from article_version where state = 'published' order by article_id, number"  # noqa: S608
_WITHDRAWN = f"""
select distinct on (article_id) {_FIELDS} from article_version v
where not exists (select from article_version o where o.article_id = v.article_id and o.state <> 'retired')
order by article_id, number desc
"""  # noqa: S608
_ADD = """
with numbered as (
  insert into article as a (id, newest, change) values (%(id)s, 1, %(change)s)
  on conflict (id) do update set newest = a.newest + 1, change = excluded.change
  returning newest
)
insert into article_version (article_id, number, content, state, author, origin, note)
select %(id)s, newest, %(content)s, 'draft', %(author)s, %(origin)s, %(note)s from numbered
returning number
"""
_STATE = """
with touched as (update article set change = %(change)s where id = %(id)s)
update article_version set state = %(state)s, reviewer = coalesce(%(reviewer)s, reviewer)
where article_id = %(id)s and number = %(number)s
"""
_DROP_DRAFTS = """
update article_version set state = 'retired' where article_id = %(id)s and state in ('draft', 'in_review')
"""
_PUBLISH = """
with ours as (
  select coalesce((%(content)s::jsonb ->> 'effective_from')::date, '-infinity') <= %(today)s as begun
), replaced as (
  update article_version v set state = 'retired' from ours
  where article_id = %(id)s and number <> %(number)s and state = 'published'
    and (coalesce((content ->> 'effective_from')::date, '-infinity') <= %(today)s) = ours.begun
), touched as (
  update article set published = %(number)s, change = %(change)s where id = %(id)s
)
update article_version set state = 'published', published_at = now(), content = %(content)s
where article_id = %(id)s and number = %(number)s
"""
_WITHDRAW = """
with touched as (update article set published = null, change = %(change)s where id = %(id)s)
update article_version set state = 'retired' where article_id = %(id)s and state = 'published'
"""
_COUNT = """
insert into next_topic (topic, next, count)
select topic, next, count from jsonb_to_recordset(%(rows)s) as r(topic text, next text, count int)
"""


class Store:
    """Where articles are kept; `dsn` is any form libpq reads. A connection a call: edits are rare.

    `record` notes who changes something, last in the transaction of the change: both happen, or neither.
    """

    def __init__(self, dsn: str, record: Record | None = None) -> None:
        self.dsn = dsn
        self._record = record

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection; raises StoreAway."""
        try:
            async with await connect(self.dsn) as connection:
                yield connection
        except psycopg.OperationalError as error:  # no server, or it went away
            raise StoreAway from error

    @asynccontextmanager
    async def changing(self) -> AsyncIterator["Change"]:
        """One change: alone, whole or not at all, numbered, and made known when it is done."""
        async with self.reading() as connection, connection.transaction():
            row = await (await connection.execute(_BUMP)).fetchone()
            change = Change(connection, row["seq"] if row else 0)
            yield change
            await connection.execute("select pg_notify(%s, %s)", [CHANNEL, str(change.seq)])
            if self._record:
                await self._record(connection)

    async def history(self, id: str) -> list[Version]:
        """Every version, oldest first. Raises NoArticle."""
        async with self.reading() as connection:
            return await history(connection, id)

    async def version(self, id: str, number: int) -> Version:
        """One version. Raises NoArticle and NoVersion."""
        return pick(await self.history(id), number)

    async def in_work(self) -> list[Version]:
        """What is being written or reviewed, one an article."""
        async with self.reading() as connection:
            return await rows_of(connection, _IN_WORK)

    async def published(self) -> list[Version]:
        """All that is public, now or from a day to come."""
        async with self.reading() as connection:
            return await rows_of(connection, _PUBLISHED)

    async def withdrawn(self) -> list[Version]:
        """The newest version of each article that is neither public nor in work."""
        async with self.reading() as connection:
            return await rows_of(connection, _WITHDRAWN)


@dataclass(frozen=True)
class Change:
    """The statements of one change."""

    connection: Connection
    seq: int

    async def history(self, id: str) -> list[Version]:
        """Every version, as no other change can touch them now. Raises NoArticle."""
        return await history(self.connection, id)

    async def add(
        self, id: str, content: Mapping[str, Any], *, author: str, note: str = "", origin: str = "desk"
    ) -> int:
        """A new version, a draft beside any other; its number."""
        values = {"id": id, "content": jsonb(content), "author": author, "note": note, "origin": origin}
        row = await (await self.connection.execute(_ADD, {**values, "change": self.seq})).fetchone()
        return int(row["number"]) if row else 0

    async def drop_drafts(self, id: str) -> None:
        """Retire what is being written or reviewed."""
        await self.connection.execute(_DROP_DRAFTS, {"id": id})

    async def move(self, id: str, number: int, state: str, reviewer: str | None = None) -> None:
        """Another state, and who has approved."""
        values = {"id": id, "number": number, "state": state, "reviewer": reviewer, "change": self.seq}
        await self.connection.execute(_STATE, values)

    async def publish(self, id: str, number: int, content: Mapping[str, Any], today: date) -> None:
        """Make a version public, in the place of what is shown or, where it begins later, of what was to
        begin later.
        """
        values = {"id": id, "number": number, "content": jsonb(content), "today": today, "change": self.seq}
        await self.connection.execute(_PUBLISH, values)

    async def withdraw(self, id: str) -> None:
        """Nothing of it is public any more."""
        await self.connection.execute(_WITHDRAW, {"id": id, "change": self.seq})

    async def count_following(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Replace all that was counted before."""
        await self.connection.execute("delete from next_topic")
        rows = [{"topic": topic, "next": following, "count": n} for (topic, following), n in counts.items()]
        await self.connection.execute(_COUNT, {"rows": jsonb(rows)})


async def connect(dsn: str) -> Connection:
    """A connection of this room. Raises psycopg.OperationalError."""
    return await AsyncConnection.connect(dsn, row_factory=dict_row, **SETTINGS)


async def history(connection: Connection, id: str) -> list[Version]:
    """Every version of an article, oldest first. Raises NoArticle."""
    found = await rows_of(connection, _VERSIONS, {"id": id})
    if not found:
        raise NoArticle(id)
    return found


async def rows_of(
    connection: Connection, statement: str, values: Mapping[str, Any] | None = None
) -> list[Version]:
    """What a statement finds, as versions."""
    return [Version(**row) for row in await (await connection.execute(statement, values)).fetchall()]


def pick(versions: Sequence[Version], number: int) -> Version:
    """The version of a number. Raises NoVersion."""
    for version in versions:
        if version.number == number:
            return version
    raise NoVersion(versions[0].id, number)


def jsonb(content: Any) -> Jsonb:
    """Something for a jsonb column."""
    return Jsonb(content, dumps=lambda value: json.dumps(value, ensure_ascii=False))
