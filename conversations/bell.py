"""Tells the other gateways which conversations have news: many rings, one NOTIFY.

A commit with a NOTIFY takes one lock for the whole server, so turns never notify. Rings of some 50 ms are
gathered and sent over a connection of their own that does not wait for the disk; a lost one costs the
listener a second (its poll).
"""

import asyncio

import psycopg
from psycopg import AsyncConnection

from conversations.database import LINE
from conversations.liveness import CHANNEL

GATHER = 0.05  # seconds
NUMBERS_A_NOTE = 400  # PostgreSQL allows 8,000 bytes


class Bell:
    """`ring` never waits; `run` sends what was rung until cancelled."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._rung: set[int] = set()
        self._wake = asyncio.Event()

    def ring(self, conversation_id: int) -> None:
        self._rung.add(conversation_id)
        self._wake.set()

    async def run(self) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(self._dsn, autocommit=True, **LINE) as connection:
                    await connection.execute("set synchronous_commit = off")
                    await self._send(connection)
            except psycopg.OperationalError:  # bells of a restart are lost, the polls stand in
                await asyncio.sleep(0.5)

    async def _send(self, connection: AsyncConnection) -> None:
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER)
            self._wake.clear()
            numbers, self._rung = sorted(self._rung), set()
            for start in range(0, len(numbers), NUMBERS_A_NOTE):
                note = ",".join(map(str, numbers[start : start + NUMBERS_A_NOTE]))
                await connection.execute("select pg_notify(%s, %s)", [CHANNEL, note])
