"""What is set of routing, hours and appointments, as it stands in the table, read again after a second."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from conversations.database import Database, jsonb
from desk.errors import Unreadable
from desk.routing.hours import Hours, OpeningHours
from desk.routing.terms import AppointmentTerms, Terms

KEPT = 1.0  # seconds
Name = Literal["routing", "hours", "appointments"]
NAMES: tuple[Name, ...] = get_args(Name)
READERS: Mapping[Name, Callable[[Mapping[str, Any]], Terms | Hours | AppointmentTerms]] = {
    "routing": Terms.read,
    "hours": Hours.read,
    "appointments": AppointmentTerms.read,
}
_ALL = "select name, value from desk_setting where name = any(%(names)s)"
_PUT = """
insert into desk_setting (name, value, changed_by) values (%(name)s, %(value)s, %(by)s)
on conflict (name) do update set value = excluded.value, changed_by = excluded.changed_by, changed_at = now()
returning name
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Set:
    """All of it at one moment."""

    routing: Terms = field(default_factory=Terms)
    hours: Hours = field(default_factory=Hours)
    appointments: AppointmentTerms = field(default_factory=AppointmentTerms)


class Settings:
    """Reads and writes it; `is_trading_day` knows the calendar."""

    def __init__(self, database: Database, is_trading_day: Callable[[date], bool]) -> None:
        self._database = database
        self._is_trading_day = is_trading_day
        self._known = Set()
        self._until = 0.0

    async def read(self) -> Set:
        """What is set now, at most a second old; by default where nothing is. Raises StoreUnavailable."""
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            rows = await self._database.rows(_ALL, {"names": list(NAMES)})
            self._known = Set(**{row["name"]: value for row in rows if (value := _read(**row))})
            self._until = now + KEPT
        return self._known

    async def opening(self) -> OpeningHours:
        """The hours on the calendar."""
        return OpeningHours((await self.read()).hours, self._is_trading_day)

    async def put(self, name: Name, value: Mapping[str, Any], by: str) -> dict[str, Any]:
        """Set it whole from now on; raises Unreadable with the field that cannot be so. Returns all of it."""
        whole = READERS[name](value).value
        await self._database.rows(_PUT, _values(name, whole, by))
        self._until = 0.0
        return whole


def _values(name: Name, whole: dict[str, Any], by: str) -> dict[str, Any]:
    return {"name": name, "value": jsonb(whole), "by": by}


def _read(name: Name, value: Mapping[str, Any]) -> Any:
    try:
        return READERS[name](value)
    except Unreadable as error:  # another version has written it; the desk goes on by what is usual
        log.error("the setting %s cannot be read: %s", name, error.field)
        return None
