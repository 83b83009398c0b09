"""Investors who want briefs, a post that writes down what it is handed, and briefs that a test composes."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import psycopg

from conversations.database import Database
from conversations.messages import Reply
from customers.briefs import BriefWishes
from market.sources.calendar import load_trading_days
from notices.brief_runs import BriefRuns
from notices.briefs import SLOTS, Briefs, Slot
from notices.errors import NotPrepared, SourceAway
from notices.post import Notice
from tests.unit.market.given import Clock

DAYS = load_trading_days()
WHYS = {slot.kind: f"您订阅了{slot.kind}" for slot in SLOTS}
LISTS = (
    *(("SH600519",), ("SH600519", "SZ000858"), ("SZ000858", "SH600519"), ("SH601318",), ()),
    *(("SH600000", "SH601398"), ("SZ300750",), ("SZ000001", "SH600519", "SZ000858")),
)
_INVESTORS = """
with made as (insert into investor (created_at) select now() from generate_series(1, %(many)s) returning id)
insert into investor_consent (investor_id, kind, given, version, channel, message_id)
select id, 'records', true, '2026-11', 'web', 'm1' from made"""
_WANTED = """
insert into subscription (investor_id, kind, wanted)
select id, %(kind)s, true from investor"""
_WATCHED = """
insert into watched (investor_id, ref, added_at)
select i.id, w.ref, now() + w.place * interval '1 second' from investor i
join unnest(%(lists)s::int[], %(refs)s::text[], %(places)s::int[]) w (list, ref, place)
  on w.list = i.id %% %(many)s"""


def subscribe(dsn: str, many: int, *kinds: str) -> None:
    """So many investors, who all want `kinds`; by their numbers they watch one of LISTS each."""
    rows = [(n, ref, at) for n, refs in enumerate(LISTS) for at, ref in enumerate(refs)]
    lists, refs, places = (list(column) for column in zip(*rows, strict=True))
    with psycopg.connect(dsn) as connection:
        connection.execute(_INVESTORS, {"many": many})
        for kind in kinds:
            connection.execute(_WANTED, {"kind": f"brief_{kind}"})
        values = {"lists": lists, "refs": refs, "places": places, "many": len(LISTS)}
        connection.execute(_WATCHED, values)


@dataclass
class Recording:
    """A post: each notice once for its investor and key. `before` is called with each batch first."""

    before: Callable[[Sequence[Notice]], None] = lambda _: None
    sent: dict[tuple[int, str], Notice] = field(default_factory=dict)
    handed: int = 0

    async def send(self, notices: Sequence[Notice]) -> int:
        self.before(notices)
        known = len(self.sent)
        for each in notices:
            self.handed += 1
            self.sent.setdefault((each.investor_id, each.key), each)
        return len(self.sent) - known


@dataclass
class Composing:
    """Says "简报 <key>"; keys in `broken` cannot be prepared, none while it is `away` or `down`. `most` is
    how many it was asked for at once.
    """

    broken: set[str] = field(default_factory=set)
    away: bool = False
    down: bool = False
    asked: list[str] = field(default_factory=list)
    under_way: int = 0
    most: int = 0

    async def __call__(self, key: str, _within: float) -> Sequence[Reply]:
        self.asked.append(key)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        if self.down:
            raise SourceAway("ConnectError")
        if self.away or key in self.broken:
            raise NotPrepared("no facts")
        return [Reply(f"简报 {key}", account=not key.endswith(":"))]


@dataclass
class Sending:
    """Briefs over a database, at the time of a `clock`."""

    database: Database
    clock: Clock
    post: Recording = field(default_factory=Recording)
    composing: Composing = field(default_factory=Composing)

    def briefs(self, batch: int = 500) -> Briefs:
        wishes, runs = BriefWishes(self.database), BriefRuns(self.database)
        return Briefs(wishes, runs, DAYS, self.composing, self.post, WHYS, self._now, batch)

    def _now(self) -> datetime:
        return self.clock()

    async def look(self, kind: str, at: str, *, orphaned: bool = False, batch: int = 500) -> None:
        """What a job does that is begun at that time."""
        self.clock.set(at)
        await self.briefs(batch).look(slot(kind), orphaned=orphaned)

    async def run(self) -> list[tuple[str, int, int, str | None]]:
        """Kind, place, number told and outcome of each run."""
        rows = await self.database.rows("select kind, after, told, outcome from brief_run order by kind", {})
        return [(row["kind"], row["after"], row["told"], row["outcome"]) for row in rows]


def slot(kind: str) -> Slot:
    return next(each for each in SLOTS if each.kind == kind)
