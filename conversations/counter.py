"""Where buttons of the desk are pressed: the port behind which ratings and appointments stand."""

from dataclasses import dataclass
from typing import Protocol

from conversations.messages import Owner, Reply

PREFIX = "desk:"
"""What the payloads of its buttons begin with."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the desk, pressed by the investor of a conversation that `owner` has."""

    conversation_id: int
    channel: str
    user: str
    owner: Owner
    segment: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The bot has an answer to the message at `seq`, of this intent, and asks for no person with it."""

    conversation_id: int
    channel: str
    user: str
    seq: int
    segment: int | None
    intent: str | None
    topic: str | None


class Counter(Protocol):
    """Whoever obeys these buttons. The same press may come twice: a gateway may die before it is answered."""

    async def press(self, pressed: Pressed) -> Reply | None:
        """What is said to it; None for a payload that is not known. It does not move what the bot owns."""
        ...

    async def after(self, answered: Answered) -> Reply | None:
        """What is said behind the bot's answer; nothing but a look into memory for most messages."""
        ...


class Closed:
    """Nobody knows any of these buttons, and nothing is asked."""

    async def press(self, pressed: Pressed) -> Reply | None:
        return None

    async def after(self, answered: Answered) -> Reply | None:
        return None


def is_pressed(payload: str | None) -> bool:
    """Whether a button's payload is for the counter."""
    return (payload or "").startswith(PREFIX)
