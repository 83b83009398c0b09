"""What becomes of an attempt to send, by what the platform said and the channel's policy."""

import pytest

from conversations.fates import TRIES, fate_of
from conversations.sending import (
    DeliveryError,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    RecipientGone,
    SendResult,
    Undeliverable,
    WindowClosed,
)


@pytest.mark.parametrize(
    ("result", "attempts", "policy", "state", "pause"),
    [
        (SendResult("r"), 1, "give_up", "sent", 0),
        (SendResult("r", delivered=True), 1, "give_up", "delivered", 0),
        (RateLimited(7), 1, "give_up", "pending", 7),
        (RateLimited(7), TRIES + 5, "give_up", "pending", 7),
        (NotSent(), 1, "give_up", "pending", 1),
        (NotSent(), 4, "give_up", "pending", 8),
        (NotSent(), TRIES, "give_up", "pending", 60),
        (NotSent(), 5_000, "give_up", "pending", 60),
        (WindowClosed("45015"), 1, "give_up", "failed", 0),
        (RecipientGone("403"), 1, "retry_if_idempotent", "failed", 0),
        (Undeliverable("400"), 1, "give_up", "failed", 0),
        (OutcomeUnknown(), 1, "give_up", "unknown", 0),
        (OutcomeUnknown(), 1, "retry_if_idempotent", "pending", 1),
        (OutcomeUnknown(), TRIES, "retry_if_idempotent", "unknown", 0),
    ],
)
def test_what_becomes_of_an_attempt(
    result: SendResult | DeliveryError, attempts: int, policy: str, state: str, pause: float
) -> None:
    fate = fate_of(result, attempts, policy)  # type: ignore[arg-type]  # one of the two policies
    assert (fate.state, fate.pause) == (state, pause)
