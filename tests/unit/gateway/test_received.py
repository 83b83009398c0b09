"""Who takes received files off the disk and who seals them anew wait for each other."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import psycopg
import pytest

from channels.files import Files
from conversations.database import Database
from desk.transcripts.received import FOLDER_LOCK, Received
from gateway.resealing import Resealing
from tests.keys import KEYS

NAME = f"{'a' * 64}.png"
PICTURE = b"\x89PNG\r\n\x1a\n a statement"
WAITING = "select exists (select from pg_locks where locktype = 'advisory' and not granted)"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=2, keys=KEYS) as opened:
        yield opened


async def swept(database: Database, folder: Path) -> None:
    await Received(database, folder).sweep()


async def sealed_anew(database: Database, folder: Path) -> None:
    await Resealing(database, Files(folder, keys=KEYS), ()).once()


@pytest.mark.parametrize("work", [swept, sealed_anew])
async def test_a_file_is_left_alone_while_somebody_else_is_at_the_folder(
    database: Database, tmp_path: Path, work: Callable[[Database, Path], Awaitable[None]]
) -> None:
    file = tmp_path / NAME
    file.write_bytes(PICTURE)
    os.utime(file, (time.time() - 90_000,) * 2)
    async with await psycopg.AsyncConnection.connect(database.dsn) as other:
        await other.execute(FOLDER_LOCK)
        begun = asyncio.ensure_future(work(database, tmp_path))
        async with asyncio.timeout(20):
            while not (await (await other.execute(WAITING)).fetchone() or (False,))[0]:
                assert not begun.done()
                await asyncio.sleep(0.01)
        assert file.read_bytes() == PICTURE
    await begun
    assert not file.exists() or file.read_bytes() != PICTURE
