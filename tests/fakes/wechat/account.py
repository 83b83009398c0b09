"""The official account that the fake knows, and a clock that a test moves on."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Credentials as an operator would set them; `original_id` is what messages are addressed to."""

    app_id: str = "wx0123456789abcdef"
    app_secret: str = "0123456789abcdef0123456789abcdef"
    token: str = "tokenOfTheWebhook"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    original_id: str = "gh_0123456789ab"


class Clock:
    """The time as the platform sees it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def forward(self, seconds: float) -> None:
        self._ahead += seconds
