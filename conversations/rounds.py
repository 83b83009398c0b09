"""Work that never ends: in rounds, one each second or at once when woken, and begun again when it breaks."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from conversations.database import LOST
from conversations.errors import StoreUnavailable
from conversations.privacy import trace_of

EVERY = 1.0  # seconds
log = logging.getLogger(__name__)


class Rounds:
    """When the next round begins; a server that restarts costs a round."""

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


async def always(work: Callable[[], Awaitable[None]]) -> None:
    """Work that must not end unless it is cancelled: a fault of ours is logged and the work begins again."""
    while True:
        try:
            await work()
        except Exception as exc:  # whatever it was, a gateway without its background work strands messages
            log.error("background work broke: %s", trace_of(exc))
            if (task := asyncio.current_task()) and task.cancelling():
                return  # it broke while it was ending
            await asyncio.sleep(1)
