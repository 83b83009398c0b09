"""How often Telegram is asked again while it cannot be reached or says no."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from channels.telegram.errors import seconds_of

FIRST, LONGEST = 1.0, 60.0  # seconds
log = logging.getLogger(__name__)


class Patience:
    """Pauses that grow from `first` to `longest` seconds, or last as long as Telegram says."""

    def __init__(self, first: float = FIRST, longest: float = LONGEST) -> None:
        self._first, self._longest = first, longest
        self._next = first

    def reset(self) -> None:
        """It works again."""
        self._next = self._first

    async def wait(self, error: Exception) -> None:
        """Until it may be tried again after `error`."""
        log.warning("Telegram is asked again later: %s", _reason(error))
        said = seconds_of(error) if isinstance(error, RetryAfter) else 0.0
        pause = max(self._next, said)
        self._next = min(self._next * 2, self._longest)
        await asyncio.sleep(pause)

    async def insist(self, call: Callable[[], Awaitable[None]]) -> None:
        """Call until Telegram does it; the operator may have to put something right first."""
        while True:
            try:
                await call()
            except TelegramError as error:
                await self.wait(error)
            else:
                self.reset()
                return


def _reason(error: Exception) -> str:
    """Telegram's own words where they are for the operator; of all else the kind."""
    if isinstance(error, BadRequest | Conflict | InvalidToken):
        return error.message
    return type(error.__cause__ or error).__name__
