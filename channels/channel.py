"""What the gateway asks of every platform: a way in, a way out, work behind them, a check.

A channel's own folder has `parse.py` (bytes → what they mean) and `render.py` (a message → requests), both
pure, a `client.py` for the platform's API and a `channel.py` that joins them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter

from conversations import Conversations
from conversations.sending import ChannelSender


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `make channels-check` looked at: a plain sentence, and what to do if it is not `ok`."""

    ok: bool
    sentence: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Bytes that an investor sent, as the platform gave them; `mime` is only what it claims."""

    content: bytes
    mime: str | None = None
    name: str | None = None


class Channel(Protocol):
    """A platform with its credentials. Making one reaches nobody; `close` lets go of its connections."""

    name: str

    @property
    def sender(self) -> ChannelSender[Any]:
        """Its way out."""
        ...

    @property
    def beside(self) -> Sequence[ChannelSender[Any]]:
        """Its other ways out, for what is sent unasked to whom it cannot write now."""
        ...

    def routes(self, conversations: Conversations) -> APIRouter:
        """Its webhooks; empty where it has none."""
        ...

    async def run(self, conversations: Conversations) -> None:
        """Its work in the background, until cancelled."""
        ...

    async def fetch(self, reference: Mapping[str, Any], limit: int) -> File:
        """What a message's `media` refers to, at most `limit` bytes; raises a MediaError."""
        ...

    async def check(self) -> Sequence[Finding]:
        """Whether the credentials work and the platform can be reached. Never raises for what it finds."""
        ...

    async def close(self) -> None: ...
