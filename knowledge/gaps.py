"""What was not answered: noted without delaying a turn, masked, once a message; read by editors."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass
from datetime import datetime

import psycopg

from knowledge.masking import mask
from knowledge.store import Connection, Store, connect

WAITING = 1_000  # notes that wait for a database; older ones are let go
LONGEST = 500  # characters of a message that are kept
RETRY = 2.0  # seconds after a failure
MOST = 20_000  # gaps an editor looks at

_NOTE = """
insert into gap (message_id, text) values (%s, %s) on conflict (message_id) do nothing
"""
_SINCE = "select text, at from gap where at >= %(since)s order by at desc limit %(most)s"
_FORGET = "delete from gap where at < %(before)s"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gap:
    """One masked message that was not answered."""

    text: str
    at: datetime


class Gaps:
    """`note` never waits; `run` writes what was noted until cancelled. Without a database nothing is kept."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._noted: deque[tuple[str, str]] = deque(maxlen=WAITING)
        self._wake = asyncio.Event()

    def note(self, text: str, message_id: str) -> None:
        """A message was not understood, or nobody answers it. A second note of it changes nothing."""
        masked = mask(text).replace("\x00", "").strip()[:LONGEST]
        if self._dsn and masked and message_id:
            self._noted.append((message_id, masked))
            self._wake.set()

    async def run(self) -> None:
        """Write; what cannot be written now waits."""
        while self._dsn:
            await self._wake.wait()
            self._wake.clear()
            try:
                async with await connect(self._dsn) as connection:
                    while self._noted:
                        await self._write(connection)
            except psycopg.OperationalError:  # the server is away; the notes wait for it
                await asyncio.sleep(RETRY)
                self._wake.set()
            except psycopg.Error as error:  # no tables yet, or a note that PostgreSQL refuses
                log.error("a gap was not noted: %s", type(error).__name__)
                self._wake.set()

    async def _write(self, connection: Connection) -> None:
        note = self._noted.popleft()
        try:
            await connection.execute(_NOTE, note)
        except psycopg.OperationalError:
            self._noted.appendleft(note)
            raise


async def gaps_since(store: Store, since: datetime) -> list[Gap]:
    """The newest first."""
    async with store.reading() as connection:
        rows = await (await connection.execute(_SINCE, {"since": since, "most": MOST})).fetchall()
    return [Gap(**row) for row in rows]


async def forget(store: Store, before: datetime) -> int:
    """Delete what is older; how many."""
    async with store.reading() as connection:
        return (await connection.execute(_FORGET, {"before": before})).rowcount
