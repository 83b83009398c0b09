"""Measures count as Prometheus' histograms do, and journeys are forgotten in time."""

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.counters import MEASURED, SECONDS, Counters
from conversations.journeys import MOST, Journeys


@given(st.lists(st.floats(0, 100) | st.sampled_from(SECONDS)))
def test_a_bound_counts_all_at_or_below_it(values: list[float]) -> None:
    counters = Counters()
    for value in values:
        counters.observe("answer_seconds", "web", value)
    measures = counters.measures()["answer_seconds"]
    if not values:
        assert not measures
        return
    assert measures["web"].below() == [bisect_right(sorted(values), bound) for bound in SECONDS] + [
        len(values)
    ]
    assert measures["web"].total == pytest.approx(sum(values))


def test_the_bounds_rise() -> None:
    assert all(list(bounds) == sorted(set(bounds)) for _, bounds in MEASURED.values())


def test_what_is_waited_for_is_shown_before_it_happens() -> None:
    """A figure that begins with 1 has not risen, for who watches over it."""
    counters = Counters()
    assert counters.snapshot()["turns_broken"] == {"store": 0, "fault": 0}
    counters.add("turns_broken", "fault")
    assert counters.snapshot()["turns_broken"] == {"store": 0, "fault": 1}
    assert counters.value("turns_broken") == 1


def test_only_the_newest_journeys_are_kept() -> None:
    journeys = Journeys()
    for number in range(MOST + 2):
        journeys.begin(number, 0.0, "")
        journeys.begin(0, float(number), "")
    assert journeys.of(1) is None
    newest = journeys.of(0)
    assert newest is not None
    assert newest.began == MOST + 1
