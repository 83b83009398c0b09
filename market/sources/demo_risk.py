"""Dated real suspensions, pledges, unlocks and announcements for a demonstration (data/demo/README.md)."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
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
from market.session import SHANGHAI
from market.suspension import SUSPENSIONS, Suspension
from market.unlock import UNLOCKS, Unlock

NAME = "演示数据"
HOST = "demo"
FOLDER = Path(__file__).parents[2] / "data" / "demo"

Row = Mapping[str, str]


@cache
def rows_of(file: Path) -> tuple[Row, ...]:
    """The rows of a sample file. Raises OSError."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def suspension(row: Row) -> Suspension:
    return Suspension(
        row["ref"], row["name"], _known(row["since"]), _day(row["resumes"]), row["term"], row["reason"]
    )


def pledge(row: Row) -> Pledge:
    return Pledge(
        holder=row["holder"],
        announced=_known(row["announced"]),
        open=row["state"] == "未解押",
        began=_day(row["began"]),
        ended=_day(row["ended"]),
    )


def unlock(row: Row) -> Unlock:
    return Unlock(
        day=_known(row["day"]),
        shares=int(row["shares"]) if row["shares"] else None,
        value=Decimal(row["value"]) if row["value"] else None,
        percent_of_float=Decimal(row["percent_of_float"]) if row["percent_of_float"] else None,
        announced=_day(row["announced"]),
    )


def announcement(row: Row) -> Announcement:
    return Announcement(_midnight(_known(row["day"])), row["title"], category=row["category"])


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
        newest = max(_known(row[self.dated]) for row in own)
        return Fact(tuple(self.read(row) for row in own), _midnight(newest), NAME, demo=True)


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
        return Fact(found, _midnight(_known(rows[0]["as_of"])), NAME, demo=True) if found else None


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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _known(text: str) -> date:
    return date.fromisoformat(text)
