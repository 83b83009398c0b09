"""`/metrics` in Prometheus' form: HTTP requests and their times, and the counts of the conversations.

For callers from this machine while there is no public address, else for who has the token.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.web.routes import caller_of
from channels.web.session import Caller, is_local
from conversations.counters import MEANING, MEASURED, Counters, Measure
from gateway.scrape import Scrape, State

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each count, which says when we started
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


@dataclass(frozen=True)
class Door:
    """Who may see the figures."""

    token: str
    public: bool

    def admits(self, caller: Caller) -> bool:
        given = (caller.token or "").encode(errors="surrogateescape")
        at_home = not self.public and is_local(caller)
        return at_home or hmac.compare_digest(given, self.token.encode())


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
        for name, measures in self._counters.measures().items():
            measured = HistogramMetricFamily(f"wenpan_{name}", MEASURED[name][0], labels=["kind"])
            for kind, measure in measures.items():
                measured.add_metric([kind], _buckets(measure), measure.total)
            yield measured


def _buckets(measure: Measure) -> list[tuple[str, float]]:
    return list(zip([*map(str, measure.bounds), "+Inf"], measure.below(), strict=True))


def metrics_routes(meter: HttpMeter, counters: Counters, states: Sequence[State], door: Door) -> APIRouter:
    """GET /metrics."""
    meter.registry.register(ConversationCounts(counters))
    scrape = Scrape(meter.registry, states)
    ProcessCollector(registry=meter.registry)
    PlatformCollector(registry=meter.registry)

    async def show(request: Request) -> Response:
        if not door.admits(caller_of(request)):
            return JSONResponse({"error": "bad_token"}, 401)
        return Response(await scrape.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    router = APIRouter()
    router.add_route("/metrics", show, methods=["GET"])
    return router
