"""A source that keeps failing is left alone, then tried once."""

import pytest

from market.breaker import EASTMONEY, Breaker, Patience
from tests.unit.market.given import Stopwatch


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.admits()
        breaker.failed()


def test_three_failures_in_a_row_open_it_for_five_minutes(watch: Stopwatch) -> None:
    breaker = Breaker(Patience(), watch)
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 3)
    assert breaker.is_open
    assert not breaker.admits()
    assert breaker.retry_after == 300
    watch.seconds += 300
    assert breaker.admits()


def test_only_one_probe_passes_a_rested_breaker(watch: Stopwatch) -> None:
    breaker = Breaker(Patience(), watch)
    fail(breaker, 3)
    watch.seconds += 300
    assert breaker.admits()
    assert not breaker.admits()
    breaker.succeeded()
    assert not breaker.is_open
    assert breaker.retry_after == 0
    assert breaker.admits()


def test_an_abandoned_probe_lets_the_next_one_pass(watch: Stopwatch) -> None:
    breaker = Breaker(Patience(), watch)
    fail(breaker, 3)
    watch.seconds += 300
    assert breaker.admits()
    breaker.abandoned()
    assert breaker.admits()


def test_east_money_rests_half_an_hour_and_doubles_to_six(watch: Stopwatch) -> None:
    breaker = Breaker(EASTMONEY, watch)
    fail(breaker, 2)
    rests = []
    for _ in range(6):
        rests.append(breaker.retry_after)
        watch.seconds += breaker.retry_after
        assert breaker.admits()
        breaker.failed()
    assert rests == [1800, 3600, 7200, 14_400, 21_600, 21_600]


def test_a_success_forgets_the_doubling(watch: Stopwatch) -> None:
    breaker = Breaker(EASTMONEY, watch)
    fail(breaker, 2)
    watch.seconds += 1800
    fail(breaker, 1)
    watch.seconds += 3600
    assert breaker.admits()
    breaker.succeeded()
    fail(breaker, 2)
    assert breaker.retry_after == 1800


def test_a_source_that_is_alone_is_probed_early_but_not_east_money(watch: Stopwatch) -> None:
    tencent, eastmoney = Breaker(Patience(), watch), Breaker(EASTMONEY, watch)
    fail(tencent, 3)
    fail(eastmoney, 2)
    assert not tencent.admits(alone=True)
    watch.seconds += 5
    assert not tencent.admits()
    assert tencent.admits(alone=True)
    assert not eastmoney.admits(alone=True)


def test_a_late_failure_of_an_earlier_call_changes_nothing(watch: Stopwatch) -> None:
    breaker = Breaker(EASTMONEY, watch)
    fail(breaker, 2)
    breaker.failed()
    assert breaker.retry_after == 1800
