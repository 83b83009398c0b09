"""What WeCom tells us of one investor: their words, an agent's, and what became of the session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import Inbound
from conversations.messages import SHANGHAI


@dataclass(frozen=True, slots=True)
class Heard:
    """The investor said this."""

    inbound: Inbound

    @property
    def at(self) -> datetime:
        return self.inbound.at or datetime.now(SHANGHAI)


@dataclass(frozen=True, slots=True)
class Entered:
    """The investor opened the chat; `code` lets us greet them, once and within seconds."""

    user: str
    message_id: str
    code: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """An agent on WeCom's own desk said this to the investor."""

    user: str
    servicer: str
    message_id: str
    kind: str
    text: str | None
    media: dict[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """A message of ours that WeCom had taken did not arrive; `key` is the one we gave it."""

    user: str
    key: str
    reason: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Turned:
    """The session went to a servicer, or ended (None); `code` lets us say one word there."""

    user: str
    servicer: str | None
    code: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Aside:
    """Nothing that concerns a conversation, such as an agent who takes a break."""

    kind: str
    at: datetime


News = Heard | Entered | Served | Lost | Turned | Aside
