"""Seals the days that are over: their messages as leaves, the leaves under a root, the roots in a chain.

What a day's seal holds is found by place, not by time: messages of a conversation are written one after the
other, under its row, so whatever is behind the last sealed place is new, however late it was committed. A
seal takes of each conversation all that is behind, up to the last message from before the day's end. What
comes later with an older time stands in the seal of a later day. What still changes (a message that is being
answered, a file that is still to be fetched) waits for the next seal with all behind it, two days at most.

Any number of gateways may work at it. Batches are taken one at a time, and each begins where the tables say
that the one before has ended.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from psycopg.rows import dict_row, tuple_row

from conversations.database import Connection, Database, Row
from conversations.ledger.chain import Day, follow
from conversations.ledger.leaves import COLUMNS, Said, absent, leaf_of, new_salt, said
from conversations.ledger.tree import SIZE, Growing, parted

AT_ONCE = 500  # conversations of one batch
FETCHED = 500  # rows that travel together
HELD = timedelta(days=2)  # longer than a file is waited for (channels.attachments)
LOCK = "select pg_advisory_xact_lock(hashtext('wenpan.ledger'))"
BESIDE = "select pg_advisory_xact_lock_shared(hashtext('wenpan.ledger'))"
"""Held by who takes out what was said, so that no batch is under way meanwhile."""

_BEFORE_ALL = -(2**31)
DAYS = "select number, day, leaves, root, previous, hash from ledger_day"
_IN_ORDER = f"{DAYS} order by number"
_NEWEST = f"{DAYS} order by number desc limit 1"
_NEXT = """
select coalesce(
    (select min(day) from ledger_leaf where day > coalesce(%(last)s::date, '-infinity')),
    %(last)s::date + 1, until) as day, until
from (select least((now() at time zone 'Asia/Shanghai')::date - 1, %(until)s::date) as until) calendar
"""
_REACHED = "select max(conversation_id) as reached from ledger_leaf where day = %(day)s"
_NEW = f"""
with due as materialized (
  select c.id, k.mark from conversation c
  cross join lateral (select coalesce(
    (select l.last from ledger_leaf l where l.conversation_id = c.id order by l.last desc limit 1),
    {_BEFORE_ALL}) as mark) k
  where c.id > %(after)s and c.seq > k.mark
  order by c.id limit %(limit)s
), spans as (
  select due.id, due.mark, least(
    (select coalesce(max(m.seq), due.mark) from message m where m.conversation_id = due.id
       and m.seq > due.mark and (m.at < %(end)s or m.at > now())),
    (select min(i.seq) - 1 from inbound i where i.conversation_id = due.id and i.seq > due.mark
       and i.answered_at is null and i.received_at > now() - %(held)s),
    (select min(w.seq) - 1 from message w where w.conversation_id = due.id and w.seq > due.mark
       and w.media ? 'wanted' and w.at > now() - %(held)s)) as upto
  from due
)
select spans.id, spans.mark, {COLUMNS}
from spans left join message m on m.conversation_id = spans.id and m.seq > spans.mark and m.seq <= spans.upto
order by spans.id, m.seq
"""  # noqa: S608 - our own columns
_COPY = "copy ledger_leaf (day, conversation_id, first, last, leaves, salts) from stdin"
_SEALED = "select 1 from ledger_day where day >= %(day)s"
_LEAVES = "select conversation_id, leaves from ledger_leaf where day = %(day)s order by conversation_id"
_CLOSE = """
insert into ledger_day (number, day, leaves, root, previous, hash)
values (%(number)s, %(day)s, %(leaves)s, %(root)s, %(previous)s, %(hash)s)
"""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Span:
    """What one conversation gives to a day."""

    conversation_id: int
    first: int
    leaves: bytearray
    salts: bytearray

    def add(self, message: Said) -> None:
        salt = new_salt()
        self.leaves += leaf_of(message, salt)
        self.salts += salt

    @property
    def next(self) -> int:
        return self.first + len(self.leaves) // SIZE


class Sealing:
    """Raises StoreUnavailable; begun again, it goes on where it was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def once(self, until: date | None = None) -> list[Day]:
        """Seal every day that is over, or that is by `until`, and is not sealed yet. The first seal holds all
        that was before.
        """
        sealed = []
        while (day := await self._due(until)) is not None:
            await self._gather(day)
            if done := await self._close(day):
                sealed.append(done)
                log.info("the transcripts of %s are sealed: %d messages", done.day, done.leaves)
        return sealed

    async def _due(self, until: date | None) -> date | None:
        newest = await self._database.row(_NEWEST, {})
        values = {"last": newest["day"] if newest else None, "until": until}
        row = await self._database.row(_NEXT, values)
        return row["day"] if row and row["day"] <= row["until"] else None

    async def _gather(self, day: date) -> None:
        after: int | None = -1
        while after is not None:
            after = await self._batch(day, after)

    async def _batch(self, day: date, after: int) -> int | None:
        """Seal the messages of the next conversations; the last one that was looked at, None behind all."""
        async with self._database.transaction() as connection:
            await connection.execute(LOCK)
            if await _one(connection, _SEALED, {"day": day}):
                return None
            reached = (await _one(connection, _REACHED, {"day": day}) or {})["reached"]
            after = max(after, -1 if reached is None else reached)
            spans, last = await _spans(connection, day, after)
            async with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
                for span in spans:
                    row = (span.conversation_id, span.first, span.next - 1)
                    await copy.write_row((day, *row, bytes(span.leaves), bytes(span.salts)))
        return last

    async def _close(self, day: date) -> Day | None:
        """Put the root into the chain; None where that is done, or leaves have come meanwhile."""
        async with self._database.transaction() as connection:
            tree, reached = await _tree(connection, day)
        async with self._database.transaction() as connection:
            await connection.execute(LOCK)
            now = (await _one(connection, _REACHED, {"day": day}) or {})["reached"]
            if now != reached or await _one(connection, _SEALED, {"day": day}):
                return None
            newest = await _one(connection, _NEWEST, {})
            sealed = follow(Day(**newest) if newest else None, day, tree.count, tree.root())
            await connection.execute(_CLOSE, asdict(sealed))
        return sealed


async def _one(connection: Connection, statement: str, values: dict[str, Any]) -> Row | None:
    return await (await connection.execute(statement, values)).fetchone()


async def _spans(connection: Connection, day: date, after: int) -> tuple[list[Span], int | None]:
    spans: list[Span] = []
    last = None
    values = {"after": after, "limit": AT_ONCE, "end": _end_of(day), "held": HELD}
    async with connection.cursor(name="ledger_new", row_factory=dict_row) as cursor:
        cursor.itersize = FETCHED
        await cursor.execute(_NEW, values)
        async for row in cursor:
            last = row["id"]
            if row["seq"] is not None:
                _take(spans, row)
    return spans, last


def _take(spans: list[Span], row: Row) -> None:
    """Add a message to the span of its conversation; where places before it are empty, that is sealed too."""
    message = said(row)
    if not spans or spans[-1].conversation_id != message.conversation_id:
        first = message.seq if row["mark"] == _BEFORE_ALL else row["mark"] + 1
        spans.append(Span(message.conversation_id, first, bytearray(), bytearray()))
    span = spans[-1]
    for empty in range(span.next, message.seq):
        span.add(absent(message.conversation_id, empty))
    span.add(message)


async def _tree(connection: Connection, day: date) -> tuple[Growing, int | None]:
    """The tree of a day's leaves, and the last conversation in it."""
    tree = Growing()
    reached: int | None = None
    async for conversation_id, leaves in leaves_of(connection, day):
        reached = conversation_id
        for leaf in parted(leaves):
            tree.add(leaf)
    return tree, reached


async def sealed_days(database: Database) -> list[Day]:
    """All of them, the first one first."""
    return [Day(**row) for row in await database.rows(_IN_ORDER, {})]


async def leaves_of(connection: Connection, day: date) -> AsyncIterator[tuple[int, bytes]]:
    """Each conversation's leaves of a day in the order of the tree, within the caller's transaction."""
    async with connection.cursor(name="ledger_leaves", row_factory=tuple_row) as cursor:
        cursor.itersize = FETCHED
        await cursor.execute(_LEAVES, {"day": day})
        async for conversation_id, leaves in cursor:
            yield conversation_id, leaves


def _end_of(day: date) -> str:
    """Midnight in Shanghai, as PostgreSQL reads it."""
    return f"{day + timedelta(days=1)} 00:00:00+08"
