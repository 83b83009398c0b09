"""Dated real suspensions, pledges, unlocks and announcements for a demonstration (data/demo/README.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from market.announcements import (
    ANNOUNCEMENTS,
    ANNOUNCEMENTS_ON,
    Announcement,
    SubjectKey,
    about,
    ordered,
)
from market.fact import Fact, Kind
from market.pledge import PLEDGES, Pledge
from market.securities import Security
from market.sources.frames import day, decimal, whole
from market.sources.samples import FOLDER, HOST, NAME, Row, midnight, rows_of
from market.suspension import SUSPENSIONS, Suspension
from market.unlock import UNLOCKS, Unlock


def suspension(row: Row) -> Suspension:
    return Suspension(
        row["ref"],
        row["name"],
        date.fromisoformat(row["since"]),
        day(row["resumes"]),
        row["term"],
        row["reason"],
    )


def pledge(row: Row) -> Pledge:
    return Pledge(
        holder=row["holder"],
        announced=date.fromisoformat(row["announced"]),
        open=row["state"] == "未解押",
        began=day(row["began"]),
        ended=day(row["ended"]),
    )


def unlock(row: Row) -> Unlock:
    return Unlock(
        day=date.fromisoformat(row["day"]),
        shares=whole(row["shares"]),
        value=decimal(row["value"]),
        percent_of_float=decimal(row["percent_of_float"]),
        announced=day(row["announced"]),
    )


def announcement(row: Row) -> Announcement:
    return Announcement(midnight(date.fromisoformat(row["day"])), row["title"], category=row["category"])


@dataclass
class DemoShare[T]:
    """The samples of one share in one file; the newest day of `dated` is what they are as of."""

    kind: Kind[Security, tuple[T, ...]]
    file: Path
    read: Callable[[Row], T]
    dated: str
    name: str = NAME
    host: str = HOST

    def covers(self, key: Security) -> bool:
        return key.kind == "stock"

    async def fetch(self, key: Security) -> Fact[tuple[T, ...]] | None:
        own = [row for row in rows_of(self.file) if row["ref"] == key.ref]
        if not own:
            return None
        newest = max(date.fromisoformat(row[self.dated]) for row in own)
        return Fact(tuple(self.read(row) for row in own), midnight(newest), NAME, demo=True)


class DemoSuspensions:
    """One day's list, whatever day is asked for; it says of which day it is."""

    name = NAME
    host = HOST
    kind = SUSPENSIONS

    def __init__(self, folder: Path = FOLDER) -> None:
        self._file = folder / "suspensions.csv"

    def covers(self, key: date) -> bool:
        return True

    async def fetch(self, key: date) -> Fact[tuple[Suspension, ...]] | None:
        rows = rows_of(self._file)
        found = tuple(suspension(row) for row in rows)
        return Fact(found, midnight(date.fromisoformat(rows[0]["as_of"])), NAME, demo=True) if found else None


class DemoSubject:
    """The samples of one share whose titles are about a subject."""

    name = NAME
    host = HOST
    kind = ANNOUNCEMENTS_ON

    def __init__(self, announcements: DemoShare[Announcement]) -> None:
        self._announcements = announcements

    def covers(self, key: SubjectKey) -> bool:
        return self._announcements.covers(key.security)

    async def fetch(self, key: SubjectKey) -> Fact[tuple[Announcement, ...]] | None:
        fact = await self._announcements.fetch(key.security)
        found = about(fact.value, key.subject) if fact else ()
        return Fact(ordered(found), fact.as_of, NAME, demo=True) if fact and found else None


def demo_risk(folder: Path = FOLDER) -> tuple[Any, ...]:
    """The sample sources of this feature."""
    announcements = DemoShare(ANNOUNCEMENTS, folder / "announcements.csv", announcement, "day")
    return (
        DemoSuspensions(folder),
        DemoShare(PLEDGES, folder / "pledges.csv", pledge, "announced"),
        DemoShare(UNLOCKS, folder / "unlocks.csv", unlock, "as_of"),
        announcements,
        DemoSubject(announcements),
    )
