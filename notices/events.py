"""What has happened that investors are told of: kept once however often it is found, with its job.

Two sources tell the same step to delisting under other titles and days; within SAME_STEP it is one event of
its share, unless the one before was withdrawn. Whatever else is the same by its `key`.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from conversations.database import Connection, Database, Row, jsonb
from notices.jobs import FIRST, Deferred, defer

CAMPAIGNS, START = "campaigns", "start_campaign"  # its argument `event` is an event's number
ALERTS, TELL = "alerts", "tell_event"  # the same, for those who have asked to be told
SAME_STEP = timedelta(days=120)
VANISHED = "vanished"  # why an event was withdrawn whose source does not tell it any more

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%(lock)s, 0))"
_COLUMNS = """id as number, key, kind, level, ref, title, source, url, published_at, published_exact,
  first_seen_at, withdrawn_at, corrected_by, detail"""
_KNOWN = f"""
select {_COLUMNS} from event where key = %(key)s or (
  %(step)s and ref = %(ref)s and kind = %(kind)s and withdrawn_at is null and first_seen_at > %(since)s
) order by withdrawn_at nulls first, id limit 1"""  # noqa: S608 - our own text
_ADD = """
insert into event
  (key, kind, level, ref, title, source, url, published_at, published_exact, first_seen_at, detail)
values (%(key)s, %(kind)s, %(level)s, %(ref)s, %(title)s, %(source)s, %(url)s, %(published_at)s,
  %(published_exact)s, %(now)s, %(detail)s)
on conflict (key) do nothing returning id"""
_SHARPEN = """
update event set published_at = %(published_at)s, published_exact = true
where id = %(number)s and not published_exact"""
_CORRECT = """
with recursive line as (
  select id, ref, corrected_by from event where id = %(number)s
  union
  select e.id, e.ref, e.corrected_by from line join event e on e.ref = line.ref and e.id = line.corrected_by)
update event set corrected_by = %(by)s
where id in (select id from line where corrected_by is null) and id <> %(by)s"""
_WITHDRAW = """
update event set withdrawn_at = %(now)s, detail = coalesce(detail, '{}') || %(why)s
where id = %(number)s and withdrawn_at is null returning id"""
_KEYS = "select key from event where key = any(%(keys)s)"
_BY_NUMBER = f"select {_COLUMNS} from event where id = %(number)s"  # noqa: S608
_STANDING = f"""
select {_COLUMNS} from event
where ref = any(%(refs)s) and level in ('red', 'orange') and withdrawn_at is null
  and (%(since)s::timestamptz is null or first_seen_at > %(since)s)
order by id"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Found:
    """Something that happened, as one source tells it.

    `step`: a share has one of this kind at a time. `campaign`: holders must hear of it; else, if it is to be
    `told`, those do who have asked for its kind.
    """

    key: str
    kind: str
    title: str
    source: str
    ref: str | None = None
    level: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_exact: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)
    step: bool = False
    campaign: bool = False
    told: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it is kept; times are Shanghai's."""

    number: int
    key: str
    kind: str
    level: str | None
    ref: str | None
    title: str
    source: str
    url: str | None
    published_at: datetime | None
    published_exact: bool
    first_seen_at: datetime
    withdrawn_at: datetime | None
    corrected_by: int | None
    detail: Mapping[str, Any]

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(**row | {"detail": row["detail"] or {}})

    @property
    def clock(self) -> datetime:
        """From when the hour counts in which investors are told."""
        exact = self.published_at if self.published_exact else None
        return exact or self.first_seen_at


class Events:
    """Events over the database. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, found: Found, now: datetime) -> int | None:
        """Keep it and have it told, in one transaction; None where it is known already.

        A known one gets the exact time of its publication from a source that has it.
        """
        async with self._database.transaction() as connection:
            known = await _known(connection, found, now)
            if known is not None and known.detail.get("withdrawn") == VANISHED:  # it is there after all
                return await _add(connection, replace(found, key=f"{found.key}:{now:%Y%m%d%H%M}"), now)
            if known is not None:
                await _sharpen(connection, known, found)
                return None
            return await _add(connection, found, now)

    async def correct(self, found: Found, kind: str, now: datetime) -> int | None:
        """Keep what sets the share's event of that `kind` right, or the newest of what did so before; None
        where it is known already.
        """
        async with self._database.transaction() as connection:
            if await _known(connection, found, now) is not None:
                return None
            number = await _add(connection, found, now)
            step = Found("", kind, "", "", found.ref, step=True)
            if number is not None and (wrong := await _known(connection, step, now)):
                await connection.execute(_CORRECT, {"by": number, "number": wrong.number})
            return number

    async def withdraw(self, number: int, because: Found, now: datetime) -> int | None:
        """The event does not hold any more, and those who were told of it hear that too; None: it was
        withdrawn before.
        """
        async with self._database.transaction() as connection:
            why = jsonb({"withdrawn": because.detail.get("because")})
            values = {"number": number, "now": now, "why": why}
            if await (await connection.execute(_WITHDRAW, values)).fetchone() is None:
                return None
            return await _add(connection, because, now)

    async def keep_new(self, found: Sequence[Found], now: datetime) -> int:
        """Keep those whose key nothing is kept under yet; how many they are."""
        if not found:
            return 0
        by_key = {each.key: each for each in found}
        rows = await self._database.rows(_KEYS, {"keys": list(by_key)})
        new = by_key.keys() - {row["key"] for row in rows}
        kept = [await self.keep(by_key[key], now) for key in sorted(new)]
        return sum(number is not None for number in kept)

    async def get(self, number: int) -> Event | None:
        row = await self._database.row(_BY_NUMBER, {"number": number})
        return Event.of(row) if row else None

    async def standing(self, refs: list[str], since: datetime | None = None) -> list[Event]:
        """The decisions and delisting periods of these shares that were not withdrawn, in the order in which
        they came; those alone rest on an announcement.
        """
        rows = await self._database.rows(_STANDING, {"refs": refs, "since": since})
        return [Event.of(row) for row in rows]


def titled(kind: str, ref: str, day: str, title: str) -> str:
    """The key of an announcement: its share, its day, and its title without blanks and widths."""
    digest = hashlib.sha256(plain_title(title).encode()).hexdigest()
    return f"{kind}:{ref}:{day}:{digest[:16]}"


def plain_title(title: str) -> str:
    """Without blanks, and in one width."""
    return "".join(unicodedata.normalize("NFKC", title).split())


async def event_of(connection: Connection, number: int) -> Event | None:
    """The event of this number, as this transaction sees it."""
    row = await (await connection.execute(_BY_NUMBER, {"number": number})).fetchone()
    return Event.of(row) if row else None


async def _known(connection: Connection, found: Found, now: datetime) -> Event | None:
    """The same event, if it is there; whoever asks for the same share's step at once waits for us."""
    lock = f"{found.kind}:{found.ref}" if found.step else found.key
    await connection.execute(_LOCK, {"lock": lock})
    values = {"key": found.key, "step": found.step, "ref": found.ref, "kind": found.kind}
    row = await (await connection.execute(_KNOWN, values | {"since": now - SAME_STEP})).fetchone()
    return Event.of(row) if row else None


async def _sharpen(connection: Connection, known: Event, found: Found) -> None:
    if found.published_exact and not known.published_exact:
        await connection.execute(_SHARPEN, {"number": known.number, "published_at": found.published_at})


async def _add(connection: Connection, found: Found, now: datetime) -> int | None:
    values = {
        name: getattr(found, name)
        for name in (
            "key",
            "kind",
            "level",
            "ref",
            "title",
            "source",
            "url",
            "published_at",
            "published_exact",
        )
    }
    values |= {"now": now, "detail": jsonb(dict(found.detail)) if found.detail else None}
    row = await (await connection.execute(_ADD, values)).fetchone()
    if row is None:
        return None
    if found.campaign or found.told:
        queue, task, priority = (CAMPAIGNS, START, FIRST) if found.campaign else (ALERTS, TELL, 0)
        await defer(connection, Deferred(queue, task, {"event": row["id"]}, priority))
    return int(row["id"])
