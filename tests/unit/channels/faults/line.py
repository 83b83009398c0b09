"""What a channel offers to inherit all tests of this folder: investors before it, its platform behind it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter

from channels.channel import Channel
from conversations import Conversations
from conversations.database import Database
from conversations.sending import ChannelSender

Signing = Literal["well", "badly", "not at all", "long ago"]
Trouble = Literal["too fast", "busy", "broken", "unheard", "token revoked", "window closed", "gone"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something of `user`'s on its way to us, as often as it may be brought; `content` is the platform's."""

    user: str
    content: Any


@dataclass(frozen=True, slots=True)
class End:
    """Where a message comes to rest: its state in the outbox, and how often the investor sees it."""

    state: str
    shown: int


GOES_LATER, NOBODY_KNOWS, REFUSED = End("sent", 1), End("unknown", 0), End("failed", 0)


class Line(ABC):
    """One channel under test. `unreadable` is the status of what is no message at all, `away` of what cannot
    be stored now; `wrongly` are the ways in which a signature can be wrong, `ends` what comes of a trouble.
    `secrets` must never be seen in a log.
    """

    unreadable = 200
    away = 503
    wrongly: frozenset[Signing]
    ends: Mapping[Trouble, End]
    secrets: Sequence[str]
    channel: Channel

    @abstractmethod
    def join(self, database: Database, media_dir: Path) -> None:
        """Make the channel."""

    @abstractmethod
    async def connect(self, url: str) -> None:
        """The platform learns where we are."""

    @abstractmethod
    def investor(self) -> str:
        """Somebody new, as conversations name them, who may be written to."""

    @abstractmethod
    def message(self, user: str, text: str) -> Delivery:
        """A new message."""

    @abstractmethod
    def strange(self, user: str) -> Sequence[Delivery]:
        """Well-formed kinds of things that nobody has described."""

    @abstractmethod
    def broken(self, user: str) -> Sequence[Delivery]:
        """What looks like a message and is none."""

    @abstractmethod
    async def bring(self, delivery: Delivery, signing: Signing = "well") -> int:
        """One try; the status."""

    @abstractmethod
    async def bring_raw(self, body: bytes) -> int:
        """These bytes, well signed; the status."""

    @abstractmethod
    async def shown(self, user: str) -> list[str]:
        """What the investor sees of us."""

    @abstractmethod
    def make(self, trouble: Trouble, user: str) -> None:
        """What happens to the next message to `user`."""

    async def settle(self) -> None:
        """Until what was brought has been read."""
        return

    def senders(self) -> Sequence[ChannelSender[Any]]:
        return [self.channel.sender]

    def routes(self, conversations: Conversations) -> APIRouter:
        return self.channel.routes(conversations)

    async def work(self, conversations: Conversations) -> None:
        await self.channel.run(conversations)

    async def close(self) -> None:
        await self.channel.close()
