"""The port behind which everything sent unasked goes out: a notice, once for its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversations.messages import Reply


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one investor: what it says, under a `key` that is sent to them at most once.

    `kind` is what they may unsubscribe from ("brief_morning", "price_alert", "delisting", …:
    data/notices/subscriptions.yml, which also says whether it is urgent). `why` is said to who asks why they
    got it. After `until` it is of no use any more; without, it is sent as long as the channel keeps it.
    """

    investor_id: int
    kind: str
    key: str
    reply: Reply
    why: str = ""
    until: datetime | None = None


class Post(Protocol):
    """Whoever takes notices."""

    async def send(self, notices: Sequence[Notice]) -> int:
        """Queue them, each once for its key; returns how many are new. Raises StoreUnavailable."""
        ...
