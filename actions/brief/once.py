"""What is the same for everybody is made once: askers together wait for one, later ones get the same."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class _Made:
    value: Any
    until: float


class Once:
    """Keeps up to `size` things for `seconds`, the ones last made longest. What could not be made whole is
    not kept.
    """

    def __init__(self, clock: Callable[[], float], seconds: float = 120.0, size: int = 5_000) -> None:
        self._clock = clock
        self._seconds = seconds
        self._size = size
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}

    async def get[T](self, key: Hashable, make: Callable[[], Awaitable[T]], whole: Callable[[T], bool]) -> T:
        """What `make` made for the key. An asker who gives up leaves it to the others."""
        kept = self._made.get(key)
        if kept is not None and self._clock() < kept.until:
            value: T = kept.value
            return value
        task: asyncio.Task[T] | None = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._make(key, make, whole))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)

    async def _make[T](
        self, key: Hashable, make: Callable[[], Awaitable[T]], whole: Callable[[T], bool]
    ) -> T:
        value = await make()
        if whole(value):
            self._made.pop(key, None)
            self._made[key] = _Made(value, self._clock() + self._seconds)
            while len(self._made) > self._size:
                self._made.popitem(last=False)
        return value
