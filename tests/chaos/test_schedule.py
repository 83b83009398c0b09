"""The schedule of a storm comes from its seed alone."""

from hypothesis import given
from hypothesis import strategies as st

from tests.chaos.schedule import DECK, describe, plan

SEEDS = st.integers(0, 2**32)
PLACES = {(card.kind, card.target): card.place for card in DECK}


@given(SEEDS, st.floats(30, 3600))
def test_a_seed_makes_one_schedule(seed: int, seconds: float) -> None:
    assert plan(seed, seconds) == plan(seed, seconds)


def test_other_seeds_make_other_schedules() -> None:
    assert len({describe(plan(seed, 60)) for seed in range(20)}) == 20


@given(SEEDS, st.floats(30, 3600))
def test_all_is_over_in_time_and_nothing_breaks_twice_at_once(seed: int, seconds: float) -> None:
    free_at: dict[str, float] = {}
    for fault in plan(seed, seconds):
        place = PLACES[fault.kind, fault.target]
        assert 0 <= free_at.get(place, 0) <= fault.at <= fault.at + fault.seconds <= seconds + 1e-6
        free_at[place] = fault.at + fault.seconds


@given(SEEDS)
def test_each_way_to_break_something_comes_in_a_minute(seed: int) -> None:
    broken = {(fault.kind, fault.target) for fault in plan(seed, 60)}
    assert len(broken) >= len(DECK) - 2  # one or two may wait for their place until the end


@given(SEEDS)
def test_what_cannot_be_broken_here_is_left_out(seed: int) -> None:
    assert "disk" not in {fault.kind for fault in plan(seed, 120, without={"disk"})}
