"""The counter where investors press the desk's buttons: the word after "desk:" says who answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from conversations.messages import Owner, Reply

PREFIX = "desk:"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a conversation, and how that stands."""

    conversation_id: int
    channel: str
    user: str
    owner: Owner
    segment: int | None
    payload: str


Handler = Callable[[Pressed, str], Awaitable[Reply | None]]
"""Takes the press and what stands behind the word in the payload."""


class Counter:
    """Joins the handlers of several parts; `handlers` are known by the word after "desk:"."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = dict(handlers)

    async def press(self, press: Pressed) -> Reply | None:
        """What is said to it; None where nobody knows the button any more."""
        word, _, rest = press.payload.removeprefix(PREFIX).partition(":")
        handler = self._handlers.get(word)
        return await handler(press, rest) if handler else None
