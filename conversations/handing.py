"""Answers that go out in the platform's own response to the message (a passive reply costs no quota)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations import outbox_sql as sql
from conversations.counters import Counters
from conversations.database import Database, array_of
from conversations.intake import delivery_key
from conversations.liveness import Liveness
from conversations.outbox import item_of
from conversations.sending import Item
from conversations.together import Together
from conversations.turns import new_token


@dataclass(frozen=True, slots=True)
class Handed:
    """The answer to one message, in order, out of the outbox's reach until it is said what became of it.

    `repeat`: the beginning was given before, and the platform delivers the message again. It does so only
    when it did not take the response, so the same is right, whatever of the rest still waits.
    """

    channel: str
    items: tuple[Item, ...]
    repeat: bool


class Handing:
    """Takes answers out of the outbox for one gateway."""

    def __init__(self, database: Database, liveness: Liveness, counters: Counters, label: str) -> None:
        self._database = database
        self._liveness = liveness
        self._counters = counters
        self._label = label
        self._settles = Together(self._settle)

    async def take(self, channel: str, user: str, message_id: str) -> Handed | None:
        """None where nothing is to be said in the response: all went, or something else goes before it."""
        token = new_token()
        values = {
            "channel": channel,
            "key": delivery_key(user, message_id),
            "holder": self._liveness.holder,
            "token": token,
        }
        rows = await self._database.rows(sql.HAND_OVER, values)
        if not rows:
            return None
        items = tuple(item_of(row, self._label) for row in rows)
        return Handed(channel, items, repeat=any(row["repeat"] for row in rows))

    async def give_back(self, handed: Handed, keep: int) -> Handed:
        """The first `keep` items; the others go the ordinary way, whatever becomes of the response."""
        await self._settles.ask((replace(handed, items=handed.items[keep:]), 0))
        return replace(handed, items=handed.items[:keep])

    async def settle(self, handed: Handed, sent: int) -> bool:
        """The first `sent` items are in the response; the others go the ordinary way. Whether the outbox has
        something to send now: those, or what came behind.
        """
        return await self._settles.ask((handed, sent))

    async def _settle(self, asked: Sequence[tuple[Handed, int]]) -> list[bool]:
        rows = [(item.id, n < sent) for each, sent in asked for n, item in enumerate(each.items)]
        values = {
            "ids": array_of(id for id, _ in rows),
            "sent": [sent for _, sent in rows],
        }
        settled = await self._database.rows(sql.HANDED, values)
        for row in settled:
            self._counters.add("outbox", f"{row['channel']}:{row['state']}")
        due = any(row["state"] == "pending" or row["followed"] for row in settled)
        return [due for _ in asked]
