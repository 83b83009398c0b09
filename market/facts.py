"""Facts for the rest of the house: ask for a kind of fact, get it with its time and source, or why not.

Asked once for everybody and kept for as long as its kind allows; the sources are tried in their order,
each behind the breaker and the pace of its host. A source's failure never reaches the asker.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Protocol

from market.errors import SourceFailed, SourceTimeout
from market.fact import Fact, Gap, Kind, Lack
from market.houses import Houses

_NOTHING = 600.0
"""Seconds for which "there is none" stands at most: it may be published meanwhile."""
_RETRY = 15.0
"""Seconds for which a gap is told again without asking, where nobody could say."""


class FactSource[K, T](Protocol):
    """One place that one kind of fact comes from; `name` is how it is credited."""

    name: str
    host: str
    kind: Kind[K, T]

    def covers(self, key: K) -> bool:
        """Whether this source knows such facts about `key` at all."""

    async def fetch(self, key: K) -> Fact[T] | None:
        """The fact; None where there is none. Raises SourceFailed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    found: Fact[Any] | Gap[Any]
    expires: float
    weight: int


class Facts:
    """`await facts.get(IPO_CALENDAR, None)`; answers of the weight `size` are kept, the last used longest."""

    def __init__(
        self,
        sources: Iterable[FactSource[Any, Any]],
        houses: Houses,
        clock: Callable[[], float],
        size: int = 5_000,
    ) -> None:
        self._sources: defaultdict[str, list[FactSource[Any, Any]]] = defaultdict(list)
        for source in sources:
            self._sources[source.kind.name].append(source)
        self._houses = houses
        self._clock = clock
        self._size = size
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._weight = 0
        self._under_way: dict[Hashable, asyncio.Task[Fact[Any] | Gap[Any]]] = {}

    async def get[K: Hashable, T](self, kind: Kind[K, T], key: K) -> Fact[T] | Gap[T]:
        """What is known now. Whoever waits longer than allowed gets the last known; the asking goes on."""
        slot = (kind.name, key)
        fresh = self._entries.get(slot)
        if fresh is not None and self._clock() < fresh.expires:
            self._entries.move_to_end(slot)
            return fresh.found
        task = self._under_way.get(slot)
        if task is None:
            task = asyncio.create_task(self._bring(kind, key))
            self._under_way[slot] = task
            task.add_done_callback(lambda _: self._under_way.pop(slot, None))
        await asyncio.wait([task], timeout=kind.allowance.total)
        return task.result() if task.done() else self._gap(slot, "source_down")

    @property
    def sources(self) -> list[FactSource[Any, Any]]:
        """Every source of every kind."""
        return [source for sources in self._sources.values() for source in sources]

    async def visit[K, T](self, source: FactSource[K, T], key: K) -> Fact[T] | None:
        """Ask one source in its turn, within its time, and write the outcome down. Raises SourceFailed."""
        allowance = source.kind.allowance
        house = self._houses.of(source.name, source.host)
        turn = house.pace.turn(source.name, allowance.total) if house.pace else nullcontext()
        async with self._houses.visit(house), turn:
            try:
                async with asyncio.timeout(allowance.source):
                    return await source.fetch(key)
            except TimeoutError as error:
                raise SourceTimeout(source.name, allowance.source) from error

    async def aclose(self) -> None:
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _bring(self, kind: Kind[Any, Any], key: Any) -> Fact[Any] | Gap[Any]:
        slot = (kind.name, key)
        found = await self._ask(kind, key)
        if isinstance(found, Fact) or found == "no_data":
            entry = found if isinstance(found, Fact) else Gap[Any]("no_data")
            seconds = kind.ttl.total_seconds()
            self._keep(
                slot, entry, seconds if isinstance(found, Fact) else min(seconds, _NOTHING), kind.weight
            )
            return entry
        gap = self._gap(slot, found)
        self._keep(slot, gap, _RETRY, kind.weight if gap.last_known else 1)
        return gap

    async def _ask(self, kind: Kind[Any, Any], key: Any) -> Fact[Any] | Lack:
        """The first fact that a source gives, else why there is none."""
        lack: Lack = "not_covered"
        for source in self._sources[kind.name]:
            if not source.covers(key):
                continue
            house = self._houses.of(source.name, source.host)
            if not house.breaker.admits(alone=self._is_alone(source, key)):
                lack = "source_down"
                continue
            try:
                fact = await self.visit(source, key)
            except SourceFailed:  # counted and logged by the house; the next source is asked
                lack = "source_down"
                continue
            if fact is not None:
                return fact
            lack = "no_data" if lack == "not_covered" else lack
        return lack

    def _is_alone(self, source: FactSource[Any, Any], key: Any) -> bool:
        """Whether every other source of this fact rests."""
        others = [s for s in self._sources[source.kind.name] if s.host != source.host and s.covers(key)]
        return all(self._houses.of(s.name, s.host).breaker.is_open for s in others)

    def _gap(self, slot: Hashable, lack: Lack) -> Gap[Any]:
        entry = self._entries.get(slot)
        if entry is None or lack != "source_down":
            return Gap(lack)
        known = entry.found if isinstance(entry.found, Fact) else entry.found.last_known
        return Gap(lack, replace(known, stale=True) if known else None)

    def _keep(self, slot: Hashable, found: Fact[Any] | Gap[Any], seconds: float, weight: int) -> None:
        before = self._entries.pop(slot, None)
        self._entries[slot] = _Entry(found, self._clock() + seconds, weight)
        self._weight += weight - (before.weight if before else 0)
        while self._weight > self._size and len(self._entries) > 1:
            _, gone = self._entries.popitem(last=False)
            self._weight -= gone.weight


def known[T](found: Fact[T] | Gap[T]) -> Fact[T] | None:
    """The fact, or the last one known where nobody could be asked anew (it says so by `stale`)."""
    return found if isinstance(found, Fact) else found.last_known
