"""One function of akshare as a source of one kind of fact, with what it does where there is nothing.

akshare stumbles over an empty answer: East Money's data center then sends no result at all, which is a
TypeError inside; a code that a table lacks is a KeyError with that code. Neither is a changed answer.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact, Kind
from market.securities import Security
from market.session import CLOSE, SHANGHAI
from market.sources.akshare_calls import AkshareCalls

if TYPE_CHECKING:
    import pandas


Now = Callable[[], datetime]


def is_stock(security: Security) -> bool:
    """Whether a key is a share."""
    return security.kind == "stock"


def never(error: SourceChanged, key: object) -> bool:
    """No failure means that there is nothing."""
    return False


def no_result(error: SourceChanged, key: object) -> bool:
    """Whether East Money sent `"result": null` or `"data": null`; a frame of nulls only cannot be made."""
    cause = error.__cause__
    of_nulls = isinstance(cause, ValueError) and "all scalar values" in str(cause)
    return of_nulls or (isinstance(cause, TypeError) and "NoneType" in str(cause))


def unlisted(code: str, error: SourceChanged) -> bool:
    """Whether akshare's own table of codes lacks this one."""
    return isinstance(error.__cause__, KeyError) and error.__cause__.args == (code,)


@dataclass
class AkshareFact[K, T]:
    """Asks `function` with `arguments` and understands the frame by `read`, which gives None for nothing.

    `known` says which keys it has facts about, `nothing` which failure means that there are none. Where the
    value itself names its day, `day` tells it; else a fact is of the moment of asking.
    """

    calls: AkshareCalls
    now: Now
    name: str
    host: str
    kind: Kind[K, T]
    function: str
    arguments: Callable[[K], dict[str, Any]]
    read: "Callable[[pandas.DataFrame, K], T | None]"
    known: Callable[[Any], bool] = is_stock
    nothing: Callable[[SourceChanged, K], bool] = never
    day: Callable[[T], date] | None = None

    def covers(self, key: K) -> bool:
        return self.known(key)

    async def fetch(self, key: K) -> Fact[T] | None:
        try:
            frame = await self.calls.call(self.name, self.host, self.function, **self.arguments(key))
        except SourceChanged as error:
            if self.nothing(error, key):
                return None
            raise
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
