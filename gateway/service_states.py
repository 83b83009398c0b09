"""How the service of people stands against its targets, for `/metrics`, so that a rule can watch over it."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from desk.metrics.figure import Figure
from market.quotes import shanghai_now

EVERY = 60.0  # seconds; counting walks through the transcripts of the period
PERIOD = timedelta(days=1)

Counting = Callable[[datetime, datetime], Awaitable[Sequence[Figure]]]


class ServiceStates(Collector):
    """The last day's figures that have something to count; `refresh` raises StoreUnavailable."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._figures: Sequence[Figure] = ()
        self._due = float("-inf")

    async def refresh(self) -> None:
        if time.monotonic() < self._due:
            return
        now = shanghai_now()
        self._figures = await self._counting(now - PERIOD, now)
        self._due = time.monotonic() + EVERY

    def collect(self) -> Iterable[Metric]:
        labels = ["figure"]
        value = GaugeMetricFamily("wenpan_service", "a figure of people's service, last day", labels=labels)
        cases = GaugeMetricFamily("wenpan_service_cases", "what it is counted from", labels=labels)
        target = GaugeMetricFamily("wenpan_service_target", "what it should be", labels=labels)
        for figure in self._figures:
            cases.add_metric([figure.name], len(figure.members))
            if figure.value is not None:
                value.add_metric([figure.name], figure.value)
            if figure.target is not None:
                target.add_metric([figure.name], figure.target)
        return value, cases, target
