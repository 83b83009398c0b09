"""What is the same for everybody is made once, and what failed is made again."""

import asyncio

import pytest

from actions.brief.once import Once
from tests.unit.market.given import Stopwatch


async def test_who_asks_together_gets_one_answer() -> None:
    made: list[int] = []

    async def make() -> int:
        made.append(1)
        await asyncio.sleep(0)
        return len(made)

    once = Once(Stopwatch())
    assert await asyncio.gather(*(once.get("x", make, bool) for _ in range(50))) == [1] * 50
    assert await once.get("x", make, bool) == 1
    assert await once.get("y", make, bool) == 2


async def test_after_its_time_it_is_made_anew_and_old_things_make_room() -> None:
    clock = Stopwatch()
    once = Once(clock, seconds=60, size=2)
    numbers = iter(range(100))

    async def make() -> int:
        return next(numbers)

    assert [await once.get(key, make, lambda _: True) for key in "abca"] == [0, 1, 2, 3]
    clock.seconds += 61
    assert await once.get("a", make, lambda _: True) == 4


async def test_what_is_not_whole_or_broke_is_not_kept() -> None:
    once = Once(Stopwatch())
    answers = iter([0, 1])

    async def make() -> int:
        return next(answers)

    async def fail() -> int:
        raise OSError("no line")

    assert await once.get("x", make, bool) == 0
    assert await once.get("x", make, bool) == 1
    with pytest.raises(OSError, match="no line"):
        await once.get("z", fail, bool)
    assert await once.get("z", lambda: asyncio.sleep(0, 5), bool) == 5


async def test_an_asker_who_gives_up_leaves_it_to_the_others() -> None:
    once, go = Once(Stopwatch()), asyncio.Event()

    async def make() -> int:
        await go.wait()
        return 7

    hasty, patient = (asyncio.create_task(once.get("x", make, bool)) for _ in range(2))
    await asyncio.sleep(0)
    hasty.cancel()
    go.set()
    assert await patient == 7
