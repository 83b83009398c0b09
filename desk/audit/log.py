"""The audit log: written before the act it is about, only ever added to, checked row by row."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from conversations.database import Connection, Database, Row, jsonb
from conversations.errors import StoreUnavailable
from desk.audit.chain import GENESIS, Entry, Head, seal
from desk.errors import Unavailable

_LOCK = "select pg_advisory_xact_lock(hashtext('wenpan.desk.audit'))"

_NEXT = """
select coalesce(max(id), 0) + 1 as id, clock_timestamp() as at,
    (select hash from desk_audit order by id desc limit 1) as previous, %(detail)s::jsonb as detail
from desk_audit"""

_ADD = """
insert into desk_audit (id, at, actor, act, subject, detail, previous, hash)
values (%(id)s, %(at)s, %(actor)s, %(act)s, %(subject)s, %(detail)s, %(previous)s, %(hash)s)"""

_AFTER = """
select id, at, actor, act, subject, detail, previous, hash from desk_audit
where id > %(after)s order by id limit 500"""

_FIND = """
select id, at, actor, act, subject, detail, previous, hash from desk_audit
where (%(before)s::bigint is null or id < %(before)s) and (%(actor)s::text is null or actor = %(actor)s)
    and (%(act)s::text is null or act = %(act)s) and (%(subject)s::text is null or subject = %(subject)s)
order by id desc limit %(limit)s"""

_END = "select id, hash from desk_audit order by id desc limit 1"
_LIMIT = 100
RECHECK = 3600.0  # seconds between two checks of the whole log, some 20 s for a million rows

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`head` is the end of what is sound; `broken` the first row that is not what it was, or is missing."""

    head: Head
    broken: int | None = None

    @property
    def intact(self) -> bool:
        return self.broken is None


class Audit:
    """What was done at the desk. Every call raises Unavailable where PostgreSQL is away.

    Details name fields, reasons and numbers: never the text of a message, never what only a person has.
    """

    def __init__(self, database: Database, recheck: float = RECHECK) -> None:
        self._database = database
        self._recheck = recheck
        self._verdict: Verdict | None = None
        self._seen: Head | None = None
        self._verified_at = 0.0

    async def write(self, actor: str, act: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Add a row. What needs a trace is done only after this came back."""
        try:
            async with self._database.transaction() as connection:
                await note(connection, actor, act, subject, detail)
        except StoreUnavailable as error:
            raise Unavailable from error

    async def find(
        self,
        before: int | None = None,
        actor: str | None = None,
        act: str | None = None,
        subject: str | None = None,
    ) -> tuple[list[Entry], bool]:
        """The newest rows that match, and whether the log is sound: those rows now, all of it lately."""
        values = {"before": before, "actor": actor, "act": act, "subject": subject, "limit": _LIMIT}
        rows = await self._rows(_FIND, values)
        sound = all(_is_sound(row) for row in rows)
        return [_entry(row) for row in rows], sound and (await self._lately()).intact

    async def head(self) -> Head:
        """How far the log reaches now, to be noted down elsewhere."""
        rows = await self._rows(_END, {})
        return Head(rows[0]["id"], rows[0]["hash"]) if rows else Head()

    async def verify(self, noted: Head | None = None) -> Verdict:
        """Go through every row; `noted` is a head that was noted down elsewhere: it must still be there."""
        head = Head()
        async for row in self._all():
            entry = _entry(row)
            if entry.id != head.count + 1 or row["previous"] != head.hash or not _is_sound(row):
                return Verdict(head, head.count + 1)
            head = Head(entry.id, row["hash"])
            if noted and noted.count == head.count and noted.hash != head.hash:
                return Verdict(head, head.count)
        if noted and noted.count > head.count:
            return Verdict(head, head.count + 1)
        return Verdict(head)

    async def keep_checking(self, every: float = RECHECK / 2) -> None:
        """Check the whole log from time to time, so that nobody who opens it has to wait for that."""
        while True:
            with suppress(Unavailable):  # the health page says so; the next time will do
                await self._check()
            await asyncio.sleep(every)

    async def _lately(self) -> Verdict:
        if self._verdict is None or time.monotonic() - self._verified_at >= self._recheck:
            return await self._check()
        return self._verdict

    async def _check(self) -> Verdict:
        """The head that was seen last is noted: a log that is shorter, or another, is not intact."""
        verdict = await self.verify(self._seen)
        if verdict.intact:
            self._seen = verdict.head
        else:
            log.error("the audit log was touched: row %d is missing or not what was written", verdict.broken)
        self._verdict, self._verified_at = verdict, time.monotonic()
        return verdict

    async def _all(self) -> AsyncIterator[Row]:
        after = -(2**63)
        while rows := await self._rows(_AFTER, {"after": after}):
            for row in rows:
                yield row
            after = rows[-1]["id"]

    async def _rows(self, statement: str, values: Mapping[str, Any]) -> list[Row]:
        try:
            return await self._database.rows(statement, values)
        except StoreUnavailable as error:
            raise Unavailable from error


async def note(connection: Connection, actor: str, act: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Add a row within the transaction of what it is about: both happen, or neither. Last in it, for the
    log is locked until its end.
    """
    await connection.execute(_LOCK)
    found = await (await connection.execute(_NEXT, {"detail": jsonb(detail)})).fetchone()
    row = found or {}
    entry = Entry(row["id"], row["at"], actor, act, subject, row["detail"])
    previous = row["previous"] or GENESIS
    await connection.execute(
        _ADD,
        {
            "id": entry.id,
            "at": entry.at,
            "actor": actor,
            "act": act,
            "subject": subject,
            "detail": jsonb(entry.detail),
            "previous": previous,
            "hash": seal(entry, previous),
        },
    )


def _entry(row: Row) -> Entry:
    return Entry(row["id"], row["at"], row["actor"], row["act"], row["subject"], row["detail"])


def _is_sound(row: Row) -> bool:
    """Whether a row is what its own hash was made of."""
    return bool(seal(_entry(row), row["previous"]) == row["hash"])
