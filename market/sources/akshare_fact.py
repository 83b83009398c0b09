"""One function of akshare as a source of one kind of fact about a security."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from market.errors import foreign_errors
from market.fact import Fact, Kind
from market.securities import Security
from market.session import CLOSE, SHANGHAI
from market.sources.akshare_calls import AkshareCalls

if TYPE_CHECKING:
    import pandas


Now = Callable[[], datetime]


@dataclass
class AkshareFact[T]:
    """Asks `function` with `arguments` and understands the frame by `read`, which gives None for nothing.

    Where the value itself names its day, `day` tells it; else a fact is of the moment of asking.
    """

    calls: AkshareCalls
    now: Now
    name: str
    host: str
    kind: Kind[Security, T]
    function: str
    arguments: Callable[[Security], dict[str, Any]]
    read: "Callable[[pandas.DataFrame, Security], T | None]"
    day: Callable[[T], date] | None = None
    known: Callable[[Security], bool] = lambda security: security.kind == "stock"

    def covers(self, key: Security) -> bool:
        return self.known(key)

    async def fetch(self, key: Security) -> Fact[T] | None:
        frame = await self.calls.call(self.name, self.host, self.function, **self.arguments(key))
        with foreign_errors(self.name):
            value = await asyncio.to_thread(self.read, frame, key)
        if value is None:
            return None
        return Fact(value, close_of(self.day(value)) if self.day else self.now(), self.name)


def close_of(day: date) -> datetime:
    """When trading of a day ended."""
    return datetime.combine(day, CLOSE, SHANGHAI)


def by_code(security: Security) -> dict[str, Any]:
    """The argument that most functions take."""
    return {"symbol": security.code}
