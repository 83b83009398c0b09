"""What Prometheus sees of the sources that this process asks."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from actions.server import executor_of
from actions.source_figures import SourceFigures
from market.errors import SourceBanned, SourceChanged
from market.houses import Houses


@dataclass
class Clock:
    """Moves by hand."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Shown:
    """Houses, and what the page says of them."""

    houses: Houses
    clock: Clock

    def __getitem__(self, name: str) -> list[tuple[str, str, float]]:
        """Host, kind and value of each series."""
        executor = executor_of([], SourceFigures(self.houses))
        return [
            (sample.labels["host"], sample.labels.get("kind", ""), sample.value)
            for family in text_string_to_metric_families(executor.measuring.text().decode())
            for sample in family.samples
            if sample.name == name
        ]

    async def visit(self, host: str, seconds: float = 0.0, failure: Exception | None = None) -> None:
        async with self.houses.visit(self.houses.of("a source", host)):
            self.clock.seconds += seconds
            if failure:
                raise failure


@pytest.fixture
def shown() -> Shown:
    clock = Clock()
    return Shown(Houses(lambda: datetime.now(UTC), clock), clock)


async def test_health_latency_and_calls_are_those_of_this_process(shown: Shown) -> None:
    await shown.visit("qt.gtimg.cn", 0.084)
    with pytest.raises(SourceBanned):
        await shown.visit("www.szse.cn", failure=SourceBanned("a source"))
    shown.houses.of("a source", "nobody.asks.cn")
    assert shown["wenpan_source_up"] == [("qt.gtimg.cn", "", 1), ("www.szse.cn", "", 0)]
    assert shown["wenpan_source_seconds"] == [("qt.gtimg.cn", "", 0.084)]
    assert shown["wenpan_source_calls_total"] == [
        ("nobody.asks.cn", "", 0),
        ("qt.gtimg.cn", "", 1),
        ("www.szse.cn", "", 1),
    ]


async def test_a_source_that_is_left_alone_is_shown(shown: Shown) -> None:
    for _ in range(20):
        with pytest.raises(SourceBanned):
            await shown.visit("www.szse.cn", failure=SourceBanned("a source"))
    assert shown["wenpan_source_breaker_open"] == [("www.szse.cn", "", 1)]


async def test_failures_are_shown_before_the_first_one(shown: Shown) -> None:
    """For an alert sees a figure rise, and not one that begins with 1."""
    host = "www.szse.cn"
    shown.houses.of("a source", host)
    kinds = ("SourceBanned", "SourceChanged", "SourceTimeout", "SourceUnavailable")
    assert shown["wenpan_source_failures_total"] == [(host, kind, 0) for kind in kinds]
    with pytest.raises(SourceChanged):
        await shown.visit(host, failure=SourceChanged("a source", ("data",)))
    assert (host, "SourceChanged", 1) in shown["wenpan_source_failures_total"]
