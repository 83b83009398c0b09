"""The figures of the desk are those that the rounds of routing saw, and none where another gateway looks."""

from prometheus_client import CollectorRegistry, generate_latest

from desk.routing.counts import RouterCounts
from gateway.desk_states import DeskStates


class Seen:
    """A router of which only what it saw is asked."""

    def __init__(self, counts: RouterCounts) -> None:
        self._counts = counts

    @property
    def counts(self) -> RouterCounts:
        return self._counts


def shown(counts: RouterCounts) -> str:
    registry = CollectorRegistry()
    registry.register(DeskStates(Seen(counts)))
    return generate_latest(registry).decode()


def test_who_waits_and_who_is_there_is_shown() -> None:
    text = shown(RouterCounts(3, 41.5, {"ready": 2, "gone": 1}, 7, {"not accepted": 2}))
    for line in (
        "wenpan_desk_waiting 3.0",
        "wenpan_desk_longest_wait_seconds 41.5",
        'wenpan_desk_agents{standing="ready"} 2.0',
        'wenpan_desk_taken_back_total{reason="not accepted"} 2.0',
        "wenpan_desk_offered_total 7.0",
    ):
        assert line in text.splitlines()


def test_a_gateway_whose_turn_it_is_not_says_nothing_of_the_queue() -> None:
    text = shown(RouterCounts())
    assert not [line for line in text.splitlines() if line.startswith("wenpan_desk_waiting")]
    assert "wenpan_desk_offered_total 0.0" in text
