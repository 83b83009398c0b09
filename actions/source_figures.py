"""How each source of the market has been doing in this process, in Prometheus' form."""

from collections.abc import Iterable

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from actions.standing import state_of
from market.errors import SourceBanned, SourceChanged, SourceTimeout, SourceUnavailable
from market.houses import House

KINDS = tuple(kind.__name__ for kind in (SourceBanned, SourceChanged, SourceTimeout, SourceUnavailable))
"""Shown from the start: what begins with 1 has not risen, for who watches over it."""
_AT = ("source", "host")


class SourceFigures(Collector):
    """The houses as they are when looked at."""

    def __init__(self, houses: Iterable[House]) -> None:
        self._houses = houses

    def collect(self) -> Iterable[Metric]:
        houses = list(self._houses)
        return *_health(houses), *_calls(houses)


def _health(houses: Iterable[House]) -> Iterable[Metric]:
    up = GaugeMetricFamily("wenpan_source_up", "1 while a source answers, once asked", labels=_AT)
    is_open = GaugeMetricFamily("wenpan_source_breaker_open", "1 while it is left alone", labels=_AT)
    latency = GaugeMetricFamily("wenpan_source_seconds", "the last successful call", labels=_AT)
    for house in houses:
        at, state = [house.name, house.host], state_of(house)
        if state != "unasked":
            up.add_metric(at, state == "ok")
        is_open.add_metric(at, state == "open")
        if house.latency is not None:
            latency.add_metric(at, house.latency)
    return up, is_open, latency


def _calls(houses: Iterable[House]) -> Iterable[Metric]:
    calls = CounterMetricFamily("wenpan_source_calls", "calls to a source", labels=_AT)
    failures = CounterMetricFamily(
        "wenpan_source_failures", "failed calls; SourceChanged is an alert", labels=(*_AT, "kind")
    )
    for house in houses:
        at = [house.name, house.host]
        calls.add_metric(at, house.calls)
        for kind, count in (dict.fromkeys(KINDS, 0) | house.failures).items():
            failures.add_metric([*at, kind], count)
    return calls, failures
