"""How the desk stands, for `/metrics`: who waits how long, who is there, what was taken back and why."""

from collections.abc import Iterable
from typing import Protocol

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from desk.routing.counts import RouterCounts


class Rounds(Protocol):
    """The rounds of routing."""

    @property
    def counts(self) -> RouterCounts: ...


class DeskStates(Collector):
    """What the rounds of routing saw last; the queue is told by the gateway whose turn they are."""

    def __init__(self, router: Rounds) -> None:
        self._router = router

    async def refresh(self) -> None:
        """The rounds look each second by themselves."""

    def collect(self) -> Iterable[Metric]:
        counts = self._router.counts
        yield GaugeMetricFamily("wenpan_desk_waiting", "conversations that wait for an agent", counts.waiting)
        yield GaugeMetricFamily(
            "wenpan_desk_longest_wait_seconds", "how long the first has waited", counts.longest_wait
        )
        agents = GaugeMetricFamily("wenpan_desk_agents", "agents by how they stand", labels=["standing"])
        for standing, count in (counts.agents or {}).items():
            agents.add_metric([standing], count)
        taken_back = CounterMetricFamily(
            "wenpan_desk_taken_back", "conversations that agents left, by why", labels=["reason"]
        )
        for reason, count in counts.reassigned.items():
            taken_back.add_metric([reason], count)
        offered = CounterMetricFamily("wenpan_desk_offered", "offers to agents", value=counts.offered)
        yield from (agents, taken_back, offered)
