"""The houses that facts come from: for each host its breaker, its pace, and how it has been doing."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Protocol

from market.breaker import EASTMONEY, Breaker, Patience
from market.errors import SourceBanned, SourceBusy, SourceChanged, SourceFailed
from market.pace import Pace
from telemetry import spans

log = logging.getLogger(__name__)

_BANNING = "push2"
"""East Money's quote hosts share one ban; its data center stands behind another wall."""


@dataclass
class House:
    """One host; East Money's have a pace. `latency` is of the last call that succeeded, in seconds."""

    name: str
    host: str
    breaker: Breaker
    pace: Pace | None
    calls: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    last_success: datetime | None = None
    last_failure: datetime | None = None
    latency: float | None = None
    down: bool = False


@dataclass(slots=True)
class Visit:
    """A call under way; `believed` becomes False where it was answered, but with nothing that holds."""

    believed: bool = True


class Source(Protocol):
    """A source, as far as its house is concerned."""

    name: str
    host: str


class Houses:
    """Every house that is asked, by host; one registry for quotes and all other facts."""

    def __init__(
        self,
        now: Callable[[], datetime],
        clock: Callable[[], float] = monotonic,
        gap: float = 1.0,
        patience: float = 1.2,
    ) -> None:
        self._now = now
        self._clock = clock
        self._gap = gap
        self._patience = patience
        self._houses: dict[str, House] = {}
        self._paces: dict[str, Pace] = {}

    def __iter__(self) -> Iterator[House]:
        return iter(sorted(self._houses.values(), key=lambda house: (house.name, house.host)))

    def open(self, *sources: Source) -> None:
        """List the houses of these sources before anybody has asked them."""
        for source in sources:
            self.of(source.name, source.host)

    def of(self, name: str, host: str) -> House:
        """The house at `host`, credited as `name`."""
        if host not in self._houses:
            breaker = Breaker(EASTMONEY if _bans(host) else Patience(), self._clock)
            paced = self.pace(host) if host.endswith("eastmoney.com") else None
            self._houses[host] = House(name, host, breaker, paced)
        return self._houses[host]

    def pace(self, host: str) -> Pace:
        """One call at a time, a second apart; the hosts behind one wall share their turns."""
        wall = _BANNING if _bans(host) else host
        if wall not in self._paces:
            self._paces[wall] = Pace(self._clock, self._gap, self._patience)
        return self._paces[wall]

    @asynccontextmanager
    async def visit(self, house: House) -> AsyncIterator[Visit]:
        """Count a call and its outcome, and let the breaker learn from it."""
        with spans.span("upstream", "client", source=house.name, host=house.host) as span:
            async with self._counted(house) as visit:
                yield visit
            span.tell(outcome="believed" if visit.believed else "doubted")

    @asynccontextmanager
    async def _counted(self, house: House) -> AsyncIterator[Visit]:
        house.calls += 1
        began, visit = self._clock(), Visit()
        try:
            yield visit
        except SourceBusy:
            house.breaker.abandoned()
            raise
        except SourceFailed as failure:
            self._failed(house, failure)
            raise
        except asyncio.CancelledError:
            house.breaker.abandoned()
            raise
        else:
            if visit.believed:
                self._succeeded(house, self._clock() - began)
            else:
                self._doubted(house)

    def _succeeded(self, house: House, seconds: float) -> None:
        if house.down:
            log.info("source is back: %s at %s", house.name, house.host)
        house.down, house.last_success, house.latency = False, self._now(), seconds
        house.breaker.succeeded()

    def _failed(self, house: House, failure: SourceFailed) -> None:
        """An outage is logged once when it begins; a changed answer is an alert."""
        if not house.down:
            loud = isinstance(failure, SourceChanged | SourceBanned)
            log.log(logging.ERROR if loud else logging.WARNING, "source failed: %s: %s", house.host, failure)
        house.down, house.last_failure = True, self._now()
        house.failures[type(failure).__name__] += 1
        house.breaker.failed()

    def _doubted(self, house: House) -> None:
        """It answered, but nothing of it was believed: that counts as a failure, and is no recovery."""
        house.failures["SourceChanged"] += 1
        house.breaker.failed()


def _bans(host: str) -> bool:
    return host.endswith("eastmoney.com") and _BANNING in host
