"""Answers that are late are gone without; the others come in the order of asking."""

import asyncio

from actions.holdings.in_time import in_time


async def answered(value: int) -> int:
    await asyncio.sleep(0)
    return value


async def never() -> int:
    await asyncio.Event().wait()
    return 0


async def test_who_is_late_is_gone_without() -> None:
    assert await in_time([answered(1), never(), answered(3)], within=0.05) == [1, None, 3]


async def test_of_nobody_nothing_is_waited_for() -> None:
    assert await in_time([], within=60) == []
