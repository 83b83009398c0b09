"""One call at a time to a house that bans impatience, and a gap after each."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from market.errors import SourceBusy


class Pace:
    """Turns `gap` seconds apart; whoever would wait longer than `patience` seconds is told so."""

    def __init__(self, clock: Callable[[], float], gap: float = 1.0, patience: float = 1.2) -> None:
        self._clock = clock
        self._gap = gap
        self._patience = patience
        self._lock = asyncio.Lock()
        self._free_at = float("-inf")

    @asynccontextmanager
    async def turn(self, source: str, patience: float | None = None) -> AsyncIterator[None]:
        """Raises SourceBusy, so that our own queue is never taken for a slow source."""
        try:
            async with asyncio.timeout(self._patience if patience is None else patience):
                await self._lock.acquire()
                await self._rest()
        except TimeoutError as error:
            raise SourceBusy(source) from error
        try:
            yield
        finally:
            self._free_at = self._clock() + self._gap
            self._lock.release()

    async def _rest(self) -> None:
        """Wait for the end of the gap; give the turn back where the wait is broken off."""
        try:
            await asyncio.sleep(max(0.0, self._free_at - self._clock()))
        except asyncio.CancelledError:
            self._lock.release()
            raise
