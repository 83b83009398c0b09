"""How a channel stands: when a send last succeeded, what failed, and how much may still be written on it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations.database import Database
from conversations.messages import SHANGHAI
from conversations.sending import ChannelSender, DeliveryError, Item, Limits, Parcel, Request, SendResult

_QUOTAS = """
select channel, count(*)::int as investors, count(*) filter (where spare <= 0)::int as used_up
from (
    select channel, user_id, sum(total - used) as spare from quota_window
    where expires_at > now() group by channel, user_id
) as open group by channel"""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many investors a platform lets us write to now, and of them how many have had all they may get."""

    investors: int
    used_up: int


class Watched:
    """A channel's sender, and what came of its requests in this process."""

    def __init__(self, sender: ChannelSender[Any]) -> None:
        self._sender = sender
        self.name = sender.name
        self.limits: Limits = sender.limits
        self.last_sent: datetime | None = None
        self.failures: Counter[str] = Counter()

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Any]]:
        return self._sender.pack(items)

    async def send(self, request: Request[Any]) -> SendResult:
        try:
            result = await self._sender.send(request)
        except DeliveryError as exc:
            self.failures[type(exc).__name__] += 1
            raise
        self.last_sent = datetime.now(SHANGHAI)
        return result


async def quotas(database: Database) -> Mapping[str, Quota]:
    """By channel, where a platform keeps a quota and somebody may be written to. Raises StoreUnavailable."""
    rows = await database.rows(_QUOTAS, {})
    return {row["channel"]: Quota(row["investors"], row["used_up"]) for row in rows}
