"""The counter where investors press the desk's buttons: the word after "desk:" says who answers."""

from collections.abc import Awaitable, Callable, Mapping

from conversations.counter import PREFIX, Answered, Pressed
from conversations.messages import Reply

Handler = Callable[[Pressed, str], Awaitable[Reply | None]]
"""Takes the press and what stands behind the word in the payload."""
Follower = Callable[[Answered], Awaitable[Reply | None]]
"""Says something behind an answer of the bot's, or nothing."""


class Counter:
    """The port of conversations.counter over several parts: `handlers` are known by their word, and `after`
    follows the bot's answers.
    """

    def __init__(self, handlers: Mapping[str, Handler], after: Follower | None = None) -> None:
        self._handlers = dict(handlers)
        self._after = after

    async def press(self, pressed: Pressed) -> Reply | None:
        """What is said to it; None for a word nobody knows."""
        word, _, rest = pressed.payload.removeprefix(PREFIX).partition(":")
        handler = self._handlers.get(word)
        return await handler(pressed, rest) if handler else None

    async def after(self, answered: Answered) -> Reply | None:
        """What is said behind the bot's answer."""
        return await self._after(answered) if self._after else None
