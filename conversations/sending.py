"""The port between the outbox and a platform: what is to be sent, what came of it, what can go wrong.

DeliveryError
├ RateLimited(retry_after)   the platform said how long to wait; this attempt does not count
├ NotSent                    it surely did not arrive (no connection, a 5xx before acceptance): tried again
│                            until it expires
├ Undeliverable(reason)      it will never arrive
│ ├ WindowClosed             the time or quota in which the platform lets us write is over
│ └ RecipientGone            blocked us, unsubscribed, or no longer exists
└ OutcomeUnknown             it may have arrived: never repeated blindly, see traits.on_unknown
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from conversations.messages import Button


class DeliveryError(Exception):
    """A send that was not confirmed."""


class RateLimited(DeliveryError):
    """Too fast for this recipient; to be tried again after `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(f"retry after {retry_after} s")


class NotSent(DeliveryError):
    """The platform did not take it."""


class Undeliverable(DeliveryError):
    """The platform refused it for good; `reason` is its code, free of personal data."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class WindowClosed(Undeliverable):
    """The investor has to write first."""


class RecipientGone(Undeliverable):
    """There is nobody to write to."""


class OutcomeUnknown(DeliveryError):
    """The platform got the request and its answer did not come."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message to send, the same for all platforms: `text`, an `image` of ours (`/media/…`), `buttons` to
    choose from; a notice of ours if `sender` is "system". `done` requests of it were confirmed before.
    `label` is to stand where the message begins: what no person wrote has to say so. `notice` is the number
    of what is sent unasked, `language` what the investor wished for where it is written so.
    """

    id: int
    conversation_id: int
    seq: int
    recipient: str
    sender: str
    kind: str
    text: str | None
    image: str | None
    buttons: tuple[Button, ...]
    attempts: int
    done: int = 0
    label: str = ""
    notice: int | None = None
    language: str | None = None

    def key(self, part: int = 0) -> str:
        """The same for every attempt at its request number `part`, for platforms that know a repetition."""
        return f"wp{self.id}-{part}" if part else f"wp{self.id}"


@dataclass(frozen=True, slots=True)
class Request[Body]:
    """One call to a platform; `body` is the channel's own."""

    recipient: str
    key: str
    body: Body


@dataclass(frozen=True, slots=True)
class Parcel[Body]:
    """Messages that go together: several in one request, or one in several requests, in order."""

    items: tuple[Item, ...]
    requests: tuple[Request[Body], ...]


@dataclass(frozen=True, slots=True)
class SendResult:
    """The platform took it as `provider_ref`; `delivered` if it also said that it arrived."""

    provider_ref: str | None = None
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What the platform bears: `at_once` requests, `per_second` in all, `apart` seconds between two messages
    to one recipient; up to `together` messages are packed at once. An answer takes `within` seconds. Account
    data is never sent where `account_data` is not allowed, as on servers abroad.
    """

    at_once: int = 8
    per_second: float = 30.0
    apart: float = 0.0
    together: int = 1
    within: float = 30.0
    account_data: bool = True


class ChannelSender[Body](Protocol):
    """A platform as the outbox sees it; `name` is the channel's."""

    name: str
    limits: Limits

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Body]]:
        """The requests that say `items` of one conversation, in order, each item in one parcel. Pure: after a
        restart the same items make the same requests.
        """
        ...

    async def send(self, request: Request[Body]) -> SendResult:
        """One attempt at one request; raises a DeliveryError."""
        ...


class Gate(Protocol):
    """Whoever sends unasked, asked at the last moment."""

    async def refused(self, notices: Sequence[int], *, abroad: bool = True) -> Set[int]:
        """Which of these notices must not go out any more; `abroad`: their channel's servers may be there.
        Raises StoreUnavailable.
        """
        ...


class Open:
    """Everything goes out."""

    async def refused(self, notices: Sequence[int], *, abroad: bool = True) -> Set[int]:
        return frozenset()
