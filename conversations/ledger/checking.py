"""Recomputes sealed days from the transcripts and says where the first divergence is.

A batch is read in one snapshot, rows come as they are needed: the memory is the same for any day.
"""

from collections.abc import AsyncGenerator, Collection, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from psycopg.rows import dict_row

from conversations.database import Connection, Database, Row, array_of, jsonb
from conversations.ledger.chain import GENESIS, Day
from conversations.ledger.leaves import COLUMNS, GONE, SALT, Said, absent, as_sealed, said
from conversations.ledger.sealing import AT_ONCE, FETCHED, sealed_days
from conversations.ledger.tree import SIZE, Growing
from conversations.ledger.verdict import Divergence, Verdict, What

_ONE_STATE = "set transaction isolation level repeatable read, read only"
_SPANS = """
select l.conversation_id, l.first, l.last, l.leaves, l.salts,
  (select max(b.last) from ledger_leaf b
   where b.conversation_id = l.conversation_id and b.last < l.first) as before,
  exists (select from conversation c where c.id = l.conversation_id) as here
from ledger_leaf l where l.day = %(day)s and l.conversation_id > %(after)s
order by l.conversation_id limit %(limit)s
"""
_SAID = f"""
select {COLUMNS}
from unnest(%(ids)s::bigint[], %(lows)s::int[], %(highs)s::int[]) as span(id, low, high)
join message m on m.conversation_id = span.id and m.seq between span.low and span.high
order by m.conversation_id, m.seq
"""  # noqa: S608 - our own columns
_ERASED = """
select conversation_id, jsonb_array_elements(media -> 'seqs')::int as seq from message
where conversation_id = any(%(ids)s) and kind = 'redaction' and sender = 'system'
"""
_NOTE = """
insert into ledger_check (day, messages, broken) values (%(day)s, %(messages)s, %(broken)s) returning id
"""
_LOWEST = -(2**31)
LATE = timedelta(days=31)  # a message may be sealed so long after the time that its platform gave it
Wrong = tuple[What, int, int | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf, and what it is of."""

    conversation_id: int
    seq: int
    leaf: bytes
    salt: bytes


class Checking:
    """Raises StoreUnavailable. `forgotten_before` is the day up to which conversations were forgotten in due
    time, `noted` lines of roots that were kept elsewhere, by their number.
    """

    def __init__(
        self,
        database: Database,
        forgotten_before: date | None = None,
        noted: Mapping[int, str] | None = None,
    ) -> None:
        self._database = database
        self._forgotten_before = forgotten_before
        self._noted = noted or {}

    async def verify(self, newest: int | None = None) -> Verdict:
        """The whole chain, and the transcripts of all days or of the `newest` so many."""
        days = await sealed_days(self._database)
        verdict = Verdict(day=days[-1].day if days else None)
        broken = self._chain(days)
        for day in days if newest is None else days[len(days) - min(newest, len(days)) :]:
            if broken and broken.day <= day.day:
                break
            verdict.broken = await self._day(day, verdict)
            if verdict.broken:
                return verdict
        verdict.broken = broken
        return verdict

    async def note(self, verdict: Verdict) -> None:
        """Write down what it came to, for who looks at the state of the gateway."""
        broken = jsonb(verdict.broken.facts()) if verdict.broken else None
        values = {"day": verdict.day, "messages": verdict.messages, "broken": broken}
        await self._database.rows(_NOTE, values)

    def _chain(self, days: list[Day]) -> Divergence | None:
        previous, last = GENESIS, None
        for number, day in enumerate(days, 1):
            follows = last is None or (day.day - last).days == 1
            if day.number != number or day.previous != previous or not day.sound or not follows:
                return Divergence(day.day, "chain")
            if self._noted.get(number, day.line) != day.line:
                return Divergence(day.day, "noted")
            previous, last = day.hash, day.day
        lost = [line for number, line in sorted(self._noted.items()) if number > len(days)]
        return Divergence(date.fromisoformat(lost[0].split(" ")[1]), "noted") if lost else None

    async def _day(self, day: Day, verdict: Verdict) -> Divergence | None:
        tree = Growing()
        after: int | None = -(2**63)
        while after is not None:
            after, broken = await self._batch(day, after, tree, verdict)
            if broken:
                return broken
        if (tree.count, tree.root()) != (day.leaves, day.root):
            return Divergence(day.day, "root")
        verdict.days += 1
        return None

    async def _batch(
        self, day: Day, after: int, tree: Growing, verdict: Verdict
    ) -> tuple[int | None, Divergence | None]:
        """The next conversations of a day: the last of them, None behind all; and what is wrong in them."""
        async with self._database.transaction() as connection:
            await connection.execute(_ONE_STATE)
            values = {"day": day.day, "after": after, "limit": AT_ONCE}
            spans = await (await connection.execute(_SPANS, values)).fetchall()
            if not spans:
                return None, None
            for place in _places(spans):
                tree.add(place.leaf)
            broken = self._spans(day, spans) or await self._compare(connection, spans, verdict)
        last = spans[-1]["conversation_id"]
        return last, Divergence(day.day, *broken) if broken else None

    def _spans(self, day: Day, spans: list[Row]) -> Wrong | None:
        """What is wrong with whole conversations."""
        due = self._forgotten_before
        in_time = due is not None and (day.number == 1 or day.day <= due + LATE)
        for span in spans:
            if span["before"] is not None and span["before"] + 1 != span["first"]:
                return "span", span["conversation_id"], None
            if not span["here"] and not in_time and not any(span["salts"]):
                return "forgotten", span["conversation_id"], None
        return None

    async def _compare(self, connection: Connection, spans: list[Row], verdict: Verdict) -> Wrong | None:
        erased = await _erased(connection, spans)
        gone = {span["conversation_id"] for span in spans if not span["here"]}
        async with aclosing(_rows(connection, spans)) as rows:
            row = await anext(rows, None)
            for place in _places(spans):
                at = (place.conversation_id, place.seq)
                if row is not None and (row["conversation_id"], row["seq"]) < at:
                    return "inserted", row["conversation_id"], row["seq"]
                here = None
                if row is not None and (row["conversation_id"], row["seq"]) == at:
                    here, row = said(row), await anext(rows, None)
                verdict.messages += 1
                if place.salt == GONE and place.conversation_id in gone:
                    verdict.forgotten += 1
                elif wrong := _blanked(here, at in erased) if place.salt == GONE else _wrong(place, here):
                    return wrong, *at
                verdict.erased += place.salt == GONE and place.conversation_id not in gone
        return None


def _wrong(place: Place, here: Said | None) -> What | None:
    if here and as_sealed(here, place.leaf, place.salt):
        return None
    was_empty = as_sealed(absent(place.conversation_id, place.seq), place.leaf, place.salt)
    if here is None:
        return None if was_empty else "missing"
    return "inserted" if was_empty else "changed"


def _blanked(here: Said | None, erased: bool) -> What | None:
    """Of a message whose salt is gone its words must be gone too, and a note must say so."""
    if here is None:
        return "missing"
    if any(here.content[name] for name in ("text", "buttons", "image", "media")):
        return "changed"
    return None if erased else "blanked"


def _places(spans: list[Row]) -> Iterator[Place]:
    for span in spans:
        for n in range(span["last"] - span["first"] + 1):
            leaf = span["leaves"][SIZE * n : SIZE * (n + 1)]
            salt = span["salts"][SALT * n : SALT * (n + 1)]
            yield Place(span["conversation_id"], span["first"] + n, leaf, salt)


async def _rows(connection: Connection, spans: list[Row]) -> AsyncGenerator[Row]:
    """The messages of these spans, and what stands before the first sealed one."""
    values: dict[str, Any] = {
        "ids": array_of(span["conversation_id"] for span in spans),
        "lows": array_of(_LOWEST if span["before"] is None else span["first"] for span in spans),
        "highs": array_of(span["last"] for span in spans),
    }
    async with connection.cursor(name="ledger_said", row_factory=dict_row) as cursor:
        cursor.itersize = FETCHED
        await cursor.execute(_SAID, values)
        async for row in cursor:
            yield row


async def _erased(connection: Connection, spans: list[Row]) -> Collection[tuple[int, int]]:
    """Places that a note in the transcript says were taken out."""
    ids = [span["conversation_id"] for span in spans if GONE in span["salts"] and span["here"]]
    if not ids:
        return ()
    rows = await (await connection.execute(_ERASED, {"ids": ids})).fetchall()
    return {(row["conversation_id"], row["seq"]) for row in rows}
