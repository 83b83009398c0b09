"""Who asks while others are answered is answered with them; a fault reaches all of them and nobody later."""

import asyncio
from collections.abc import Sequence

import pytest

from conversations.together import MOST, Together


class Store:
    """Doubles what it is asked once it may go on."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go_on = asyncio.Event()
        self.fault: Exception | None = None

    async def answer(self, asked: Sequence[int]) -> list[int]:
        self.batches.append(list(asked))
        await self.go_on.wait()
        if self.fault:
            raise self.fault
        return [2 * each for each in asked]


async def test_who_comes_meanwhile_goes_together() -> None:
    store = Store()
    together = Together(store.answer)
    first = asyncio.create_task(together.ask(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(together.ask(number)) for number in range(2, 5)]
    await asyncio.sleep(0)
    store.go_on.set()
    assert await asyncio.gather(first, *others) == [2, 4, 6, 8]
    assert store.batches == [[1], [2, 3, 4]]


async def test_a_crowd_goes_in_batches_of_a_size() -> None:
    store = Store()
    store.go_on.set()
    together = Together(store.answer)
    answers = await asyncio.gather(*(together.ask(number) for number in range(250)))
    assert answers == [2 * number for number in range(250)]
    assert max(map(len, store.batches)) == MOST


async def test_a_fault_reaches_who_asked_and_nobody_after() -> None:
    store = Store()
    store.go_on.set()
    store.fault = ValueError("away")
    together = Together(store.answer)
    results = await asyncio.gather(together.ask(1), together.ask(2), return_exceptions=True)
    assert [type(result) for result in results] == [ValueError, ValueError]
    store.fault = None
    assert await together.ask(3) == 6


async def test_who_no_longer_waits_holds_up_nobody() -> None:
    store = Store()
    together = Together(store.answer)
    gone, stays = (asyncio.create_task(together.ask(number)) for number in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    store.go_on.set()
    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone
