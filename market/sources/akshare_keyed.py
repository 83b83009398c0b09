"""One function of akshare as a source of facts about any key, with what it does where there is nothing.

akshare stumbles over an empty answer: East Money's data center then sends no result at all, which is a
TypeError inside; a code that a table lacks is a KeyError with that code. Neither is a changed answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact, Kind
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls

if TYPE_CHECKING:
    import pandas


@dataclass
class AkshareKeyed[K, T]:
    """Asks `function` with `arguments` and understands the frame by `read`, which gives None for nothing.

    `nothing` says which failure means that there is nothing. A fact is of the moment of asking.
    """

    calls: AkshareCalls
    now: Callable[[], datetime]
    name: str
    host: str
    kind: Kind[K, T]
    function: str
    arguments: Callable[[K], dict[str, Any]]
    read: "Callable[[pandas.DataFrame, K], T | None]"
    known: Callable[[K], bool]
    nothing: Callable[[SourceChanged, K], bool] = lambda error, key: False

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
            value = self.read(frame, key)
        return None if value is None else Fact(value, self.now(), self.name)


def is_stock(security: Security) -> bool:
    """Whether a key is a share."""
    return security.kind == "stock"


def no_result(error: SourceChanged, key: object) -> bool:
    """Whether East Money's data center sent `"result": null`."""
    return isinstance(error.__cause__, TypeError) and "NoneType" in str(error.__cause__)


def unlisted(code: str, error: SourceChanged) -> bool:
    """Whether akshare's own table of codes lacks this one."""
    return isinstance(error.__cause__, KeyError) and error.__cause__.args == (code,)
