"""Asks Telegram for updates, for development and for hosts without a public address.

Of all gateways one asks at a time. How far it came stands in the database and moves only when an update is in
the inbox, so that none is lost; one that comes twice is known there.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection
from telegram.error import TelegramError

from channels.telegram.client import LONG_POLL, BotApi
from channels.telegram.patience import Patience
from channels.telegram.reception import Reception
from conversations import StoreUnavailable
from conversations.database import LINE, LOST, Database

# Telegram numbers updates anew after a week of silence. An old place would then throw away what is new;
# without one everything comes that was not confirmed, and we confirm only what is in the inbox.
READ = """
select place from channel_cursor where stream = %(stream)s and moved_at > now() - interval '5 days'
"""
MOVE = """
insert into channel_cursor (stream, place) values (%(stream)s, %(place)s)
on conflict (stream) do update set place = excluded.place, moved_at = now()
returning place
"""
LOCK = "select pg_advisory_lock(hashtextextended(%s, 0))"


class Polling:
    """Reads one bot's updates; `wait` is how long Telegram keeps a question that has no answer yet."""

    def __init__(
        self,
        api: BotApi,
        database: Database,
        reception: Reception,
        patience: Patience | None = None,
        wait: int = LONG_POLL,
    ) -> None:
        self._api = api
        self._database = database
        self._reception = reception
        self._patience = patience or Patience()
        self._wait = wait
        self._stream = f"telegram:{api.me.id}"

    async def run(self) -> None:
        """Until cancelled. A failure gives the turn to another gateway, which may fare better."""
        while True:
            try:
                async with self._alone() as connection:
                    await self._api.delete_webhook()
                    while True:
                        await connection.execute("select 1")  # the turn is ours as long as this works
                        await self.once()
                        self._patience.reset()
            except (TelegramError, StoreUnavailable, *LOST) as error:
                await self._patience.wait(error)

    async def once(self) -> None:
        """Take what has come."""
        for update in await self._api.updates(await self._place(), self._wait):
            await self._reception.take(update)
            await self._move(update)

    async def _place(self) -> int | None:
        row = await self._database.row(READ, {"stream": self._stream})
        return int(row["place"]) if row else None

    async def _move(self, update: dict[str, Any]) -> None:
        number = update.get("update_id")
        if isinstance(number, int):
            await self._database.rows(MOVE, {"stream": self._stream, "place": str(number + 1)})

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[AsyncConnection]:
        """Wait for the turn; it falls with the connection."""
        async with await AsyncConnection.connect(
            self._database.dsn, autocommit=True, application_name="wenpan telegram", **LINE
        ) as connection:
            await connection.execute(LOCK, [self._stream])
            yield connection
