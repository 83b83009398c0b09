"""One connection that shows this gateway is alive and hears the bells of the others.

The session's advisory lock is `holder`: it stands on the leases of our turns and falls with the process, so
nobody has to guess whether we are dead. Bells carry conversation numbers; the truth stays in the tables.
"""

import asyncio
import secrets
from collections.abc import Callable

import psycopg
from psycopg import AsyncConnection

from conversations.database import LINE
from conversations.turns import LOCK_CLASS

CHANNEL = "wenpan_conversations"
LOOK_AFTER = 5.0  # seconds without a bell after which the connection is tried


class Liveness:
    """Holds the lock while `run` runs; `held` is False between a lost connection and the next one."""

    def __init__(self, dsn: str, heard: Callable[[int], None]) -> None:
        self._dsn = dsn
        self._heard = heard
        self._connection: AsyncConnection | None = None
        self.holder = 0
        self.held = False

    async def open(self) -> None:
        """Take the lock and listen; raises psycopg.OperationalError when the server is not there."""
        connection = await AsyncConnection.connect(
            self._dsn, autocommit=True, application_name="wenpan liveness", **LINE
        )
        while not await _locked(connection, self.holder):
            self.holder = secrets.randbelow(2**31 - 1) + 1
        await connection.execute(f"listen {CHANNEL}")
        self._connection, self.held = connection, True

    async def close(self) -> None:
        self.held = False
        if self._connection:
            await self._connection.close()

    async def run(self) -> None:
        """Pass bells on until cancelled, coming back after every lost connection."""
        while True:
            try:
                await self._listen()
            except psycopg.OperationalError:  # the server restarts: our lock is gone with the session
                await self.close()
                await asyncio.sleep(0.2)

    async def _listen(self) -> None:
        if not self.held:
            await self.open()
        connection = self._connection
        if connection is None:
            return
        async for notice in connection.notifies(timeout=LOOK_AFTER):
            for number in notice.payload.split(","):
                self._heard(int(number))
        await connection.execute("select 1")


async def _locked(connection: AsyncConnection, holder: int) -> bool:
    if not holder:
        return False
    cursor = await connection.execute("select pg_try_advisory_lock(%s::int, %s::int)", [LOCK_CLASS, holder])
    row = await cursor.fetchone()
    return bool(row and row[0])
