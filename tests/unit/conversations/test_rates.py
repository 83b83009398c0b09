"""Nobody does more than the rate allows, and nobody is told to wait for nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rates import Rate, Rates

RATES = st.builds(Rate, st.integers(1, 50), st.sampled_from([1.0, 60.0, 3600.0]))
PAUSES = st.lists(st.floats(0, 200), max_size=80)


def clock_of(now: list[float]) -> Callable[[], float]:
    return lambda: now[0]


@given(RATES, PAUSES)
def test_in_no_stretch_of_time_are_there_more_than_the_rate_and_what_was_free(
    rate: Rate, pauses: list[float]
) -> None:
    now = [0.0]
    rates, taken = Rates(rate, clock_of(now)), []
    for pause in pauses:
        now[0] += pause
        if rates.take("u1") == 0.0:
            taken.append(now[0])
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            allowed = rate.count + (taken[last] - taken[first]) * rate.count / rate.seconds
            assert last - first + 1 <= allowed + 1e-6


@given(RATES, PAUSES)
def test_who_waits_as_long_as_was_said_may(rate: Rate, pauses: list[float]) -> None:
    now = [0.0]
    rates = Rates(rate, clock_of(now))
    for pause in pauses:
        now[0] += pause
        if left := rates.take("u1"):
            assert left <= rate.seconds / rate.count + 1e-6
            now[0] += left + 1e-6
            assert rates.take("u1") == 0.0


@given(RATES)
def test_all_of_the_rate_may_be_used_at_once_and_is_back_after_its_time(rate: Rate) -> None:
    now = [0.0]
    rates = Rates(rate, clock_of(now))
    for _ in range(2):
        assert [rates.take("u1") for _ in range(rate.count)] == [0.0] * rate.count
        assert rates.take("u1") > 0
        now[0] += rate.seconds + 1e-6


@given(RATES, st.lists(st.sampled_from(["u2", "u3"]), max_size=60))
def test_what_others_do_changes_nothing(rate: Rate, others: list[str]) -> None:
    rates = Rates(rate, lambda: 0.0)
    for other in others:
        rates.take(other)
    assert rates.take("u1") == 0.0


def test_a_refusal_is_not_counted() -> None:
    now = [0.0]
    rates = Rates(Rate(1, 60.0), clock_of(now))
    rates.take("u1")
    waits = [rates.take("u1") for _ in range(100)]
    assert waits == [pytest.approx(60.0)] * 100


def test_memory_has_an_end_and_the_one_used_last_is_kept() -> None:
    rates = Rates(Rate(1, 60.0), lambda: 0.0, most=3)
    for name in ("a", "b", "c", "d"):
        rates.take(name)
    assert rates.wait("d") > 0
    assert rates.wait("a") == 0
