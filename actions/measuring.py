"""What is told of each call to the action server: its span in the caller's trace, its time, the process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics, generate_latest
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from telemetry import json_lines, spans

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 25)
disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each count

_trace: ContextVar[str] = ContextVar("trace of the request", default="")


def comes_with(trace: str) -> None:
    """The request under way belongs to this trace; empty: to none."""
    json_lines.asked()
    _trace.set(trace)


class Measuring:
    """The calls of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "wenpan_action_seconds",
            "a call of an action, or of a page for the gateway's jobs, by what came of it",
            ("action", "outcome"),
            buckets=SECONDS,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)

    def show(self, *figures: Collector) -> None:
        """Have the page show these, too."""
        for each in figures:
            self._registry.register(each)

    @contextmanager
    def call(self, action: str) -> Iterator[None]:
        """One call; `action` is a name of ours, so that there are only so many."""
        began, outcome = time.perf_counter(), "answered"
        try:
            with spans.span("action", "server", _trace.get(), action=action):
                yield
        except BaseException as error:
            outcome = type(error).__name__
            raise
        finally:
            self._seconds.labels(action, outcome).observe(time.perf_counter() - began)

    def text(self) -> bytes:
        """All of it in Prometheus' form."""
        return generate_latest(self._registry)
