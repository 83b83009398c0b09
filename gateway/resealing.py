"""Seals everything with the newest key: rows of before, rows of older keys, files; while the system runs.

A walk takes rows in batches, never waits for a row that somebody writes (who writes seals with the newest key
anyway), and keeps its place, so that who is killed goes on there. What is not sealed with the newest key is
found by its first bytes; a walk is over when nothing of that kind is left. Any number may walk at once.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from channels.files import Files
from conversations.database import Database, jsonb
from customers.sealed import TABLES as OF_CUSTOMERS
from desk.sealed import TABLES as OF_DESK
from desk.transcripts.received import FOLDER_LOCK
from gateway.data_keys import retire
from sealing import SealingError, Table
from sealing.keys import HEADER

AT_ONCE = 200  # rows of one batch
FILES_AT_ONCE = 10
TABLES = (*OF_CUSTOMERS, *OF_DESK)
RECEIVED = "received"

_BEGUN = """
insert into resealing as r (name, key) values (%(name)s, %(key)s)
on conflict (name) do update set key = excluded.key, done_at = null, begun_at = now(),
  after = case when r.key = excluded.key and r.done_at is null then r.after end
returning after"""
_COME = "update resealing set after = %(after)s where name = %(name)s"
_ENDED = "update resealing set after = null, done_at = now() where name = %(name)s returning name"
_SEALING = "select set_config('wenpan.sealing', 'on', true)"
_CLOSED = """
select convalidated from pg_constraint where conname = %(name)s and conrelid = %(table)s::regclass"""

log = logging.getLogger(__name__)


@dataclass
class Walked:
    """What a rotation came to: values sealed anew and those that do not open, by table; tables that take
    nothing in plain from now on; keys that open nothing any more.
    """

    sealed: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)


class Resealing:
    """Raises StoreUnavailable; done again, it goes on where it was."""

    def __init__(self, database: Database, files: Files, tables: Sequence[Table] = TABLES) -> None:
        self._database = database
        self._files = files
        self._tables = tables

    async def once(self) -> Walked:
        """Everything; a table in which nothing was found to do is closed to what is not sealed."""
        walked = Walked()
        for table in self._tables:
            await self._table(table, walked)
            if not walked.sealed[table.name] and not walked.broken[table.name] and await self._close(table):
                walked.closed.append(table.name)
        await self._folder(walked)
        if not any(walked.broken.values()):
            walked.retired = await retire(self._database)
        counts = {name: count for name, count in walked.sealed.items() if count}
        log.info("sealed anew: %s; not to be opened: %d", counts or "nothing", sum(walked.broken.values()))
        return walked

    async def _table(self, table: Table, walked: Walked) -> None:
        after = await self.begun(table.name)
        sealed = broken = 0
        while True:
            if after is None:
                broken = 0
            done, failed, after = await self._batch(table, after)
            sealed, broken = sealed + done, broken + failed
            if after is None:
                if await self._left(table) <= broken:
                    break
                await asyncio.sleep(0.05)  # rows that somebody was writing
        await self._database.rows(_ENDED, {"name": table.name})
        walked.sealed[table.name], walked.broken[table.name] = sealed, broken

    async def begun(self, name: str) -> Sequence[Any] | None:
        """The place behind which a walk goes on, which one that was ended left; None for the first row."""
        values = {"name": name, "key": self._database.keys.ids[0]}
        row = await self._database.row(_BEGUN, values)
        return list(row["after"]) if row and row["after"] else None

    async def _batch(
        self, table: Table, after: Sequence[Any] | None
    ) -> tuple[int, int, Sequence[Any] | None]:
        """How many were sealed, how many do not open, and the last place; None where the table has ended."""
        async with self._database.transaction() as connection:
            await connection.execute(_SEALING)
            values = {"header": self._database.keys.header, "limit": AT_ONCE}
            values |= {f"after_{n}": each for n, each in enumerate(after or ())}
            found = await (await connection.execute(_due(table, after), values)).fetchall()
            fresh = [row for each in found if (row := self._anew(table, each))]
            await connection.cursor().executemany(_replace(table), fresh)
            last = list(table.place(found[-1])) if len(found) == AT_ONCE else None
            await connection.execute(_COME, {"name": table.name, "after": jsonb(last)})
        return len(fresh), len(found) - len(fresh), last

    def _anew(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """The key of a row and what it is sealed as from now on; None for one that does not open."""
        keys = self._database.keys
        try:
            opened = table.open(keys, row)
        except SealingError as error:  # it stays as it is, and is told of
            log.error("a row stays as it was: %s", error)
            return None
        return {**{name: row[name] for name in table.key}, "sealed": table.seal(keys, opened)}

    async def _left(self, table: Table) -> int:
        values = {"header": self._database.keys.header}
        return int((await self._database.row(_count(table), values) or {})["waiting"])

    async def _close(self, table: Table) -> bool:
        """Let PostgreSQL refuse what is not sealed; False where it does already, or cannot now."""
        name = f"{table.name}_all_sealed_check"
        state = await self._database.row(_CLOSED, {"name": name, "table": table.name})
        if state and state["convalidated"]:
            return False
        try:
            async with self._database.transaction() as connection:
                await connection.execute("set local lock_timeout = '3s'")
                if state is None:
                    await connection.execute(_refuse_plain(table, name))
                await connection.execute(f"alter table {table.name} validate constraint {name}")
        except (
            psycopg.errors.LockNotAvailable,
            psycopg.errors.CheckViolation,
        ):  # in use, or by who is of before
            return False
        return True

    async def _folder(self, walked: Walked) -> None:
        """Under a lock, so that a file that is taken off the disk meanwhile does not come back."""
        stale = await asyncio.to_thread(self._files.stale)
        sealed = broken = 0
        for first in range(0, len(stale), FILES_AT_ONCE):
            async with self._database.transaction() as connection:
                await connection.execute(FOLDER_LOCK)
                for name in stale[first : first + FILES_AT_ONCE]:
                    try:
                        sealed += await asyncio.to_thread(self._files.reseal, name)
                    except SealingError as error:  # it stays as it is, and is told of
                        log.error("a file stays as it was: %s", error)
                        broken += 1
        walked.sealed[RECEIVED], walked.broken[RECEIVED] = sealed, broken


STALE = f"(sealed is null or substring(sealed from 1 for {HEADER}) <> %(header)s)"


def _due(table: Table, after: Sequence[Any] | None) -> str:
    key = ", ".join(table.key)
    places = ", ".join(f"%(after_{n})s" for n in range(len(table.key)))
    behind = f"and ({key}) > ({places})" if after else ""
    return (
        f"select {key}, {', '.join(table.fields)}, sealed from {table.name} "  # noqa: S608 - our own names
        f"where {STALE} {behind} order by {key} limit %(limit)s for update skip locked"
    )


def _replace(table: Table) -> str:
    emptied = ", ".join(f"{field} = null" for field in table.fields)
    whose = " and ".join(f"{column} = %({column})s" for column in table.key)
    return f"update {table.name} set sealed = %(sealed)s, {emptied} where {whose}"  # noqa: S608 - our own names


def _count(table: Table) -> str:
    return f"select count(*) as waiting from {table.name} where {STALE}"  # noqa: S608 - our own names


def _refuse_plain(table: Table, name: str) -> str:
    plain = " and ".join(f"{field} is null" for field in table.fields)
    return f"alter table {table.name} add constraint {name} check (sealed is not null and {plain}) not valid"
