"""The port between the outbox and a platform: what is to be sent, what came of it, what can go wrong.

DeliveryError
├ RateLimited(retry_after)   the platform said how long to wait; this attempt does not count
├ NotSent                    it surely did not arrive (no connection, a 5xx before acceptance): tried again
├ Undeliverable(reason)      it will never arrive
│ ├ WindowClosed             the time or quota in which the platform lets us write is over
│ └ RecipientGone            blocked us, unsubscribed, or no longer exists
└ OutcomeUnknown             it may have arrived: never repeated blindly, see traits.on_unknown
"""

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
    """One message to send. `key` is the same for every attempt, for platforms that recognise a repetition."""

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

    @property
    def key(self) -> str:
        return f"wp{self.id}"


@dataclass(frozen=True, slots=True)
class SendResult:
    """The platform took it as `provider_ref`; `delivered` if it also said that it arrived."""

    provider_ref: str | None = None
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What the platform bears: `at_once` requests, `per_second` in all; an answer takes `within` seconds."""

    at_once: int = 8
    per_second: float = 30.0
    within: float = 30.0


class ChannelSender(Protocol):
    """A platform as the outbox sees it; `name` is the channel's."""

    name: str
    limits: Limits

    async def send(self, item: Item) -> SendResult:
        """One attempt; raises a DeliveryError."""
        ...
