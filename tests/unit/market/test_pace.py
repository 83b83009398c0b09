"""A house that bans impatience is asked one call at a time."""

import asyncio

import pytest

from market.errors import SourceBusy
from market.pace import Pace
from tests.unit.market.given import Stopwatch


async def test_calls_keep_a_gap_after_the_one_before() -> None:
    loop = asyncio.get_running_loop()
    pace, starts = Pace(loop.time, gap=0.05), []
    for _ in range(3):
        async with pace.turn("东方财富"):
            starts.append(loop.time())
    assert all(later - earlier >= 0.049 for earlier, later in zip(starts, starts[1:], strict=False))


async def test_whoever_would_wait_too_long_is_told_so() -> None:
    pace = Pace(Stopwatch(), gap=0, patience=0.01)
    async with pace.turn("东方财富"):
        with pytest.raises(SourceBusy):
            async with pace.turn("东方财富"):
                pytest.fail("two calls at once")
    async with pace.turn("东方财富"):
        pass


async def test_the_gap_counts_as_waiting_and_the_turn_is_given_back() -> None:
    watch = Stopwatch()
    pace = Pace(watch, gap=60, patience=0.01)
    async with pace.turn("东方财富"):
        pass
    with pytest.raises(SourceBusy):
        async with pace.turn("东方财富"):
            pytest.fail("within the gap")
    watch.seconds += 60
    async with pace.turn("东方财富"):
        pass
