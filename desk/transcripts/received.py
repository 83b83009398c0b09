"""Takes files of investors off the disk once no message names them any more."""

import asyncio
import re
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from conversations.database import Database

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
AT_ONCE = 500  # files
YOUNG = 86_400  # seconds; a file is there before its message names it
FOLDER_LOCK = "select pg_advisory_xact_lock(hashtextextended('wenpan.received', 0))"
"""Whoever takes files away holds it, and whoever writes them anew."""
NAMED = """
select distinct media ->> 'file' as file from message
where media ? 'file' and media ->> 'file' = any(%(files)s)
"""


class Received:
    """The files of RECEIVED_DIR, named by their content: two investors may have sent the same."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    async def sweep(self) -> int:
        """Remove what no message names: a process was killed between the rows and the files."""
        gone = 0
        batches = self._old_ones()
        while batch := await asyncio.to_thread(next, batches, None):
            gone += await self.discard(batch)
        return gone

    def _old_ones(self) -> Iterator[list[str]]:
        """Names of files that are not new, so many at once; what was begun and never finished goes here."""
        batch: list[str] = []
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if not path.is_file() or path.stat().st_mtime > time.time() - YOUNG:
                continue
            if path.name.startswith("."):
                path.unlink(missing_ok=True)
                continue
            batch.append(path.name)
            if len(batch) == AT_ONCE:
                yield batch
                batch = []
        yield batch

    async def discard(self, files: Collection[str]) -> int:
        """Remove those that nobody else's message names; how many are gone."""
        wanted = sorted({file for file in files if _NAME.fullmatch(file)})
        if not wanted:
            return 0
        async with self._database.transaction() as connection:
            await connection.execute(FOLDER_LOCK)
            rows = await (await connection.execute(NAMED, {"files": wanted})).fetchall()
            named = {row["file"] for row in rows}
            return await asyncio.to_thread(self._remove, [file for file in wanted if file not in named])

    def _remove(self, files: Iterable[str]) -> int:
        gone = 0
        for file in files:
            try:
                (self._folder / file).unlink()
            except FileNotFoundError:  # removed before, or kept on another machine
                continue
            gone += 1
        return gone
