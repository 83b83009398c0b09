"""Makes the paper in a process of its own, one at a time: no conversation waits while it is set.

It is told none of our secrets, and what it complains of is not logged: words of an investor may stand in it.
"""

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from desk.errors import Unavailable
from desk.transcripts.document import Document

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "desk.transcripts.paper")
KNOWN = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
"""What of our environment a Python may need to start."""
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
        environment = {name: os.environ[name] for name in KNOWN if name in os.environ}
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=environment
            )
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
