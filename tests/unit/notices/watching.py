"""Stand-ins for the tests of watchers: a market that tells what it is given, a post that keeps, investors."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from conversations.database import Database
from customers.consents import Consents
from market.announcements import Announcement
from market.quote import Quote
from market.session import SHANGHAI
from notices.alerting import Alerting
from notices.detecting import Told
from notices.errors import NotPrepared
from notices.market_facts import Days, Issue, SectorNow, Unrest
from notices.post import Notice


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def announced(day: str, title: str, released: str = "", url: str = "") -> Announcement:
    """`day` is what it is dated with, `released` when it could be read."""
    return Announcement(at(day), title, url, released=at(released) if released else None)


def told(ref: str, *announcements: Announcement, source: str = "巨潮资讯", name: str = "") -> Told:
    return Told(ref, source, sorted(announcements, key=lambda each: each.published, reverse=True), name)


@dataclass
class GivenFacts:
    """Answers by ref; `away` is raised instead."""

    announced: dict[str, Told] = field(default_factory=dict)
    quoted: dict[str, Quote] = field(default_factory=dict)
    ahead: dict[str, Days] = field(default_factory=dict)
    issued: tuple[str, tuple[Issue, ...]] | None = None
    restless: dict[str, Unrest | None] = field(default_factory=dict)
    warned: list[Told] = field(default_factory=list)
    moving: list[SectorNow] = field(default_factory=list)
    away: NotPrepared | None = None
    asked: list[list[str]] = field(default_factory=list)

    def _of[T](self, refs: Sequence[str], known: Mapping[str, T]) -> dict[str, T]:
        self.asked.append(list(refs))
        if self.away:
            raise self.away
        return {ref: known[ref] for ref in refs if ref in known}

    async def quotes(self, refs: Sequence[str]) -> dict[str, Quote]:
        return self._of(refs, self.quoted)

    async def sectors(self, refs: Sequence[str]) -> list[SectorNow]:
        self._of(refs, {})
        mine = [(each, tuple(ref for ref in each.refs if ref in refs)) for each in self.moving]
        return [replace(each, refs=own) for each, own in mine if own]

    async def announcements(self, refs: Sequence[str]) -> dict[str, Told]:
        return self._of(refs, self.announced)

    async def warnings(self, days: Sequence[date]) -> list[Told]:
        if self.away:
            raise self.away
        return [each for each in self.warned if each.announcements[0].day in days]

    async def days(self, refs: Sequence[str]) -> dict[str, Days]:
        return self._of(refs, self.ahead)

    async def unrest(self, refs: Sequence[str]) -> dict[str, Unrest | None]:
        return self._of(refs, self.restless)

    async def issues(self) -> tuple[str, tuple[Issue, ...]] | None:
        self._of([], {})
        return self.issued


@dataclass
class Kept:
    """A post that keeps what it is handed, each once for its investor and key; `fault` is raised instead."""

    notices: list[Notice] = field(default_factory=list)
    fault: Exception | None = None
    refused: asyncio.Event = field(default_factory=asyncio.Event)
    handed: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, notices: Sequence[Notice]) -> int:
        if self.fault:
            self.refused.set()
            raise self.fault
        known = {(each.investor_id, each.key) for each in self.notices}
        new = [each for each in notices if (each.investor_id, each.key) not in known]
        self.notices += new
        self.handed.set()
        return len(new)

    @property
    def texts(self) -> list[str]:
        return [each.reply.text or "" for each in self.notices]


async def investor(database: Database, user: str = "u1", *kinds: str) -> int:
    """Somebody who has agreed to these kinds, to what is kept for them without."""
    consents = Consents(database)
    number = 0
    for kind in kinds or ("records", "finances"):
        number = await consents.record("web", user, kind, given=True, version="t", message_id=f"c-{kind}")  # type: ignore[arg-type]
    return number


async def watches(database: Database, number: int, *refs: str) -> None:
    for ref in refs:
        await _run(
            database, "insert into watched (investor_id, ref) values (%(n)s, %(ref)s)", n=number, ref=ref
        )


async def holds(database: Database, number: int, ref: str) -> None:
    statement = (
        "insert into holding (investor_id, ref, quantity, source) values (%(n)s, %(ref)s, 100, 'chat')"
    )
    await _run(database, statement, n=number, ref=ref)


async def wants(database: Database, number: int, kind: str, *, wanted: bool = True) -> None:
    statement = "insert into subscription (investor_id, kind, wanted) values (%(n)s, %(kind)s, %(wanted)s)"
    await _run(database, statement, n=number, kind=kind, wanted=wanted)


async def jobs(database: Database) -> list[tuple[str, str, int]]:
    """Queue, task and the event's number of every job that was deferred."""
    rows = await database.rows(
        "select queue_name, task_name, (args->>'event')::int as event from procrastinate_jobs order by id", {}
    )
    return [(row["queue_name"], row["task_name"], row["event"]) for row in rows]


async def tell_all(database: Database, telling: Alerting) -> None:
    """Do every job that was deferred."""
    for _, _, number in await jobs(database):
        await telling.tell(number)


async def _run(database: Database, statement: str, **values: object) -> None:
    async with database.transaction() as connection:
        await connection.execute(statement, values)
