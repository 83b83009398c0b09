"""Who on this gateway waits for news of which conversation, and the one poll a second behind all of them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from conversations import sql
from conversations.database import Database, Row
from conversations.errors import StoreUnavailable
from conversations.messages import Answer

POLL = 1.0  # seconds
Address = tuple[str, str]  # channel, user


@dataclass(eq=False)
class Watcher:
    """One who waits: `rung` says look again.

    A follower of a conversation has no `inbound_id`; who waits for the answer to a message has its number (0
    until it is stored) and may find the answer here already.
    """

    address: Address
    inbound_id: int | None = None
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Answer | None = None

    async def wait(self) -> None:
        """Until something happened since the last wait."""
        await self.rung.wait()
        self.rung.clear()


class Watch:
    """Watchers by conversation. A bell is only a hint: what is true stands in the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: defaultdict[Address, set[Watcher]] = defaultdict(set)
        self._addresses: dict[int, Address] = {}
        self._known: dict[Address, Row] = {}

    @contextmanager
    def watching(self, address: Address, inbound_id: int | None = None) -> Iterator[Watcher]:
        watcher = Watcher(address, inbound_id)
        self._watchers[address].add(watcher)
        try:
            yield watcher
        finally:
            self._leave(watcher)

    def ring(self, address: Address) -> None:
        """Something happened, from whatever side: everybody looks."""
        for watcher in self._watchers.get(address, ()):
            watcher.rung.set()

    def ring_followers(self, address: Address) -> None:
        """Something was said that is no answer: those who wait for one need not look."""
        for watcher in self._watchers.get(address, ()):
            if watcher.inbound_id is None:
                watcher.rung.set()

    def ring_number(self, conversation_id: int) -> None:
        """As `ring`, for a conversation known by its number from elsewhere."""
        if address := self._addresses.get(conversation_id):
            self.ring(address)

    def settle(self, address: Address, inbound_id: int, answer: Answer) -> bool:
        """Hand an answer to those who wait for it, without a look into the tables; whether anybody does."""
        waiting = [each for each in self._watchers.get(address, ()) if each.inbound_id == inbound_id]
        for watcher in waiting:
            watcher.answer = answer
            watcher.rung.set()
        self.ring_followers(address)
        return bool(waiting)

    async def poll(self) -> None:
        """Every second, one question for all that are watched; runs until cancelled."""
        while True:
            await asyncio.sleep(POLL)
            try:
                await self._look()
            except StoreUnavailable:  # the server restarts; the next second tries again
                continue

    async def _look(self) -> None:
        watched = list(self._watchers)
        if not watched:
            return
        channels, users = zip(*watched, strict=True)
        for row in await self._database.rows(
            sql.PROGRESS, {"channels": list(channels), "users": list(users)}
        ):
            address = (row["channel"], row["user_id"])
            if address in self._watchers and self._known.get(address) != row:
                self._known[address], self._addresses[row["id"]] = row, address
                self.ring(address)

    def _leave(self, watcher: Watcher) -> None:
        watchers = self._watchers[watcher.address]
        watchers.discard(watcher)
        if not watchers:
            del self._watchers[watcher.address]
            if known := self._known.pop(watcher.address, None):
                del self._addresses[known["id"]]
