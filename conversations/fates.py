"""What becomes of a row of the outbox after an attempt to send it. Pure."""

from dataclasses import dataclass
from typing import Literal

from conversations.sending import DeliveryError, OutcomeUnknown, RateLimited, SendResult, Undeliverable
from conversations.traits import UnknownPolicy

State = Literal["pending", "sending", "sent", "delivered", "failed", "unknown", "expired"]
TRIES = 8  # where the platform or we are at fault; what it did not take is offered until it expires
LONGEST_PAUSE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row after an attempt; `pause` seconds go by before the next where it is `pending`."""

    state: State
    error: str | None = None
    provider_ref: str | None = None
    pause: float = 0.0
    counted: bool = True


def fate_of(result: SendResult | DeliveryError, attempts: int, policy: UnknownPolicy) -> Fate:
    """The state after attempt number `attempts`."""
    match result:
        case SendResult(provider_ref=ref, delivered=delivered):
            return Fate("delivered" if delivered else "sent", provider_ref=ref)
        case RateLimited(retry_after=wait):
            return Fate("pending", "RateLimited", pause=max(wait, 0.0), counted=False)
        case Undeliverable(reason=reason):
            return Fate("failed", f"{type(result).__name__}: {reason}")
        case OutcomeUnknown() if policy == "give_up" or attempts >= TRIES:
            return Fate("unknown", "OutcomeUnknown")
    return Fate("pending", type(result).__name__, pause=min(2.0 ** min(attempts - 1, 10), LONGEST_PAUSE))
