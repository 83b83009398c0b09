"""The steps of sends that many take at once: begun, and settled, each by one statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations import outbox_sql as sql
from conversations.counters import Counters
from conversations.database import Database, array_of
from conversations.fates import Fate

Begun = tuple[int, int, int]
"""A row's id, the token it was taken under, and how many of its requests are confirmed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one row's attempt."""

    id: int
    token: int
    fate: Fate


class Steps:
    """Of one channel; every call raises StoreUnavailable."""

    def __init__(self, database: Database, counters: Counters, channel: str) -> None:
        self._database = database
        self._counters = counters
        self._channel = channel

    async def begin(self, asked: Sequence[Sequence[Begun]]) -> list[bool]:
        """Whether all rows of each request are still theirs who begin it."""
        rows = [row for request in asked for row in request]
        values = {
            "ids": array_of(id for id, _, _ in rows),
            "tokens": array_of(token for _, token, _ in rows),
            "done": array_of(done for _, _, done in rows),
        }
        begun = {row["id"] for row in await self._database.rows(sql.BEGIN, values)}
        return [all(id in begun for id, _, _ in request) for request in asked]

    async def settle(self, asked: Sequence[Sequence[Settled]]) -> list[bool]:
        """For each whether something waits behind what was settled together."""
        rows = [row for request in asked for row in request]
        values = {
            "ids": array_of(row.id for row in rows),
            "tokens": array_of(row.token for row in rows),
            "states": [row.fate.state for row in rows],
            "errors": [row.fate.error for row in rows],
            "provider_refs": [row.fate.provider_ref for row in rows],
            "pauses": [row.fate.pause for row in rows],
            "uncounted": array_of(int(not row.fate.counted) for row in rows),
        }
        settled = await self._database.rows(sql.SETTLE, values)
        for row in settled:
            self._counters.add("outbox", f"{self._channel}:{row['state']}")
        followed = any(row["followed"] for row in settled)
        return [followed for _ in asked]
