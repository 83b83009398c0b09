"""Shows investors that an answer is being written, for as long as it is and no longer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from conversations import Conversations, StoreUnavailable
from conversations.privacy import trace_of

BEGIN = 0.5  # seconds; most answers are there before
LONGEST = 60.0  # seconds
log = logging.getLogger(__name__)

Act = Callable[[str], Awaitable[None]]


class Typing:
    """Repeats `act(user)` every `every` seconds while the bot owes the user an answer."""

    def __init__(
        self,
        conversations: Conversations,
        channel: str,
        act: Act,
        *,
        every: float,
        begin: float = BEGIN,
        longest: float = LONGEST,
    ) -> None:
        self._conversations = conversations
        self._channel = channel
        self._act = act
        self._every, self._begin, self._longest = every, begin, longest
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, user: str) -> None:
        """The user has said something; once is enough until it is answered."""
        if user not in self._tasks:
            task = asyncio.create_task(self._show(user))
            self._tasks[user] = task
            task.add_done_callback(lambda _: self._tasks.pop(user))

    @property
    def shown(self) -> tuple[asyncio.Task[None], ...]:
        """What is under way."""
        return tuple(self._tasks.values())

    async def close(self) -> None:
        tasks = self.shown
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _show(self, user: str) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._longest
        await asyncio.sleep(self._begin)
        try:
            while loop.time() < ends and await self._owed(user):
                await self._act(user)
                await asyncio.sleep(self._every)
        except StoreUnavailable:  # nobody can say whether it is still owed
            return
        except Exception as error:  # a courtesy: whatever a platform has against it, the answer comes anyway
            log.info("typing is not shown: %s", trace_of(error))

    async def _owed(self, user: str) -> bool:
        status = await self._conversations.status(self._channel, user)
        return status is not None and status.waiting > 0 and status.owner == "bot"
