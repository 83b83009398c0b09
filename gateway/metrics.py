"""`/metrics` in Prometheus' form: HTTP requests and their times, and the counts of the conversations."""

from collections.abc import Iterable, Sequence

from fastapi import APIRouter
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from conversations.counters import MEANING, Counters
from gateway.alerts import WatcherStates
from gateway.channel_states import ChannelStates
from gateway.desk_states import DeskStates
from gateway.ledger_states import LedgerStates
from gateway.sources import SourceStates
from gateway.tickets import TicketCounts

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each count, which says when we started
States = (
    SourceStates | TicketCounts | ChannelStates | DeskStates | WatcherStates | LedgerStates
)  # they look anew before they are read
SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 15, 30)


class HttpMeter:
    """Counts and times requests, by the route's template: an investor's name is never a label."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "path", "status")
        self._seconds = Histogram(
            "wenpan_http_seconds",
            "time from a request to its answer; a web chat turn is POST /api/chat",
            labels,
            buckets=SECONDS,
            registry=self.registry,
        )

    def count(self, method: str, path: str, status: int, seconds: float) -> None:
        self._seconds.labels(method, path, str(status)).observe(seconds)


class ConversationCounts(Collector):
    """The counters of the conversations, read when asked for."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def collect(self) -> Iterable[Metric]:
        for name, counts in self._counters.snapshot().items():
            family = CounterMetricFamily(f"wenpan_{name}", MEANING[name], labels=["kind"])
            for kind, value in counts.items():
                family.add_metric([kind], value)
            yield family


def metrics_routes(meter: HttpMeter, counters: Counters, states: Sequence[States]) -> APIRouter:
    """GET /metrics."""
    for collector in (ConversationCounts(counters), *states):
        meter.registry.register(collector)
    ProcessCollector(registry=meter.registry)
    PlatformCollector(registry=meter.registry)

    async def show(request: Request) -> Response:
        for state in states:
            await state.refresh()
        return Response(generate_latest(meter.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    router = APIRouter()
    router.add_route("/metrics", show, methods=["GET"])
    return router
