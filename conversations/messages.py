"""What is said: an investor's message on its way in, a row of the transcript, and what a caller gets back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Sender = Literal["user", "bot", "agent", "system"]
Owner = Literal["bot", "queued", "assigned", "human", "wrapup", "ticket", "closed"]


SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of an investor as a channel understood it.

    `message_id` makes a resend harmless: it is unique for one user of one channel. `kind` is "text", "button"
    (`button` is the id of one of our buttons) or what else the platform knows ("image", "voice", …), with
    `media` as the channel's own description of it. `at` is aware; None is now, by the clock of the store.
    """

    channel: str
    user: str
    message_id: str
    kind: str = "text"
    text: str | None = None
    button: str | None = None
    media: dict[str, Any] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A choice shown to the investor; `id` is opaque and good only in its own conversation."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button before it has an id: the words on it and what pressing it means."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to be said that is not yet in the transcript; text or image or both. `account` data is the
    investor's own and stays within the country unless the operator allows more. `language` is what it is to
    be written in, whatever was wished for (languages.py).
    """

    text: str | None
    choices: tuple[Choice, ...] = ()
    image: str | None = None
    account: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the transcript.

    `message_id` is the channel's id of a user's message, and for a reply the id of the message it answers.
    `delivery` is "web" where the investor's page reads the transcript, else the outbox's state; None for what
    the investor said. `length` is the number of characters before a too long text was cut.
    """

    seq: int
    sender: Sender
    kind: str
    text: str | None
    at: datetime
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    pressed: str | None = None
    media: dict[str, Any] | None = None
    topic: str | None = None
    intent: str | None = None
    confidence: float | None = None
    message_id: str | None = None
    delivery: str | None = None
    length: int | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """The message is stored: from here on it is not lost. `seq` is its place in the transcript."""

    conversation_id: int
    seq: int
    duplicate: bool
    owner: Owner


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said in answer to one message; `seq` is the last place in the transcript this answer covers.

    `by` tells who answered: "bot", a notice's name as "notice:<name>", or "owner" where people have taken
    over and nothing (or only the place in the queue) is said.
    """

    replies: tuple[Message, ...]
    seq: int
    topic: str | None
    intent: str | None
    confidence: float | None
    owner: Owner
    by: str = "bot"


@dataclass(frozen=True, slots=True)
class Pending:
    """The answer takes longer than the caller waits; it will follow the message at `seq`."""

    seq: int
    owner: Owner
