"""One look at all that `/metrics` shows: quick whatever hangs, and once for all who ask at the same time."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from typing import Protocol

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from conversations.errors import StoreUnavailable
from conversations.privacy import trace_of

WITHIN = 2.0  # seconds for a state to look anew
FRESH = 1.0  # seconds for which what was seen is shown again
log = logging.getLogger(__name__)


class State(Protocol):
    """What looks anew before it is read."""

    async def refresh(self) -> object: ...

    def collect(self) -> Iterable[Metric]: ...


class Scrape(Collector):
    """Shows `states`; one that could not look in time is left out and named in `wenpan_scrape_missing`."""

    def __init__(self, registry: CollectorRegistry, states: Sequence[State]) -> None:
        self._registry, self._states = registry, states
        self._missing = set(states)
        self._looking = asyncio.Lock()
        self._seen_at = float("-inf")
        registry.register(self)

    async def text(self) -> bytes:
        """In Prometheus' form."""
        async with self._looking:
            now = asyncio.get_running_loop().time
            if now() >= self._seen_at + FRESH:
                await asyncio.gather(*(self._look(state) for state in self._states))
                self._seen_at = now()
        return generate_latest(self._registry)

    async def _look(self, state: State) -> None:
        self._missing.add(state)
        try:
            async with asyncio.timeout(WITHIN):
                await state.refresh()
        except (TimeoutError, StoreUnavailable):  # the health page says so
            return
        except Exception as exc:  # a fault of ours in one part must not hide the others
            log.error("a part of /metrics broke: %s", trace_of(exc))
            return
        self._missing.discard(state)

    def collect(self) -> Iterable[Metric]:
        missing = GaugeMetricFamily(
            "wenpan_scrape_missing", "1 where a part of this page could not be looked at", labels=["part"]
        )
        for state in self._states:
            missing.add_metric([type(state).__name__], state in self._missing)
            if state not in self._missing:
                yield from state.collect()
        yield missing
