"""Makes the paper in a process of its own, one at a time: no conversation waits while it is set."""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from desk.errors import Unavailable
from desk.transcripts.document import Document

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "desk.transcripts.paper")
_ROOT = Path(__file__).parents[2]


class Printer:
    """`seconds` bound one paper, those before it not counted."""

    def __init__(self, seconds: float = 120.0, command: tuple[str, ...] = COMMAND) -> None:
        self._seconds = seconds
        self._command = command
        self._turn = asyncio.Lock()

    async def print(self, document: Document) -> bytes:
        """The PDF. Raises Unavailable."""
        content = await asyncio.to_thread(lambda: json.dumps(document, ensure_ascii=False).encode())
        async with self._turn:
            return await self._print(content)

    async def _print(self, content: bytes) -> bytes:
        try:
            process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, cwd=_ROOT)
        except OSError as error:  # no process can be started
            raise Unavailable from error
        try:
            async with asyncio.timeout(self._seconds):
                paper, _ = await process.communicate(content)
        except TimeoutError as error:
            raise Unavailable from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not paper.startswith(b"%PDF-"):
            log.error("a transcript could not be printed: %s", process.returncode)
            raise Unavailable
        return paper
