"""Work in rounds: one each second, or at once when woken; a server that restarts costs a round."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from conversations.database import LOST
from conversations.errors import StoreUnavailable

EVERY = 1.0  # seconds


class Rounds:
    """When the next round begins."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self, once: Callable[[], Awaitable[None]]) -> None:
        """Until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):  # nobody woke us; it is time anyway
                await asyncio.wait_for(self._woken.wait(), EVERY)
            self._woken.clear()
            with contextlib.suppress(StoreUnavailable, *LOST):  # the next round tries again
                await once()
