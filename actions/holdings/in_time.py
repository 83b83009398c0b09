"""Waits for several answers at once, and goes without those that are not there in time."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

WITHIN = 5.0
"""Seconds: the brain waits ten for an action, and quotes have been asked for before."""


async def in_time[T](asked: Sequence[Coroutine[Any, Any, T]], within: float = WITHIN) -> list[T | None]:
    """In the order of asking; None for one that is late."""
    tasks = [asyncio.ensure_future(each) for each in asked]
    if tasks:
        await asyncio.wait(tasks, timeout=within)
    for task in tasks:
        task.cancel()
    return [task.result() if task.done() and not task.cancelled() else None for task in tasks]
