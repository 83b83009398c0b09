"""Has workbooks of strangers read by a process of its own, which may take little time and little memory.

Their format is large, and what reads it was not made for those who mean harm: whatever it runs into ends with
that process. It is told none of our secrets, and says nothing but what it read.
"""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from customers.importing import Table
from customers.packing import unpack

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "gateway.spreadsheet_reader")
WITHIN = 12.0  # seconds for one, its turn among others included
AT_ONCE = 2
_KNOWN = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
"""What of our environment a Python may need to start."""
_ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_ROOT = Path(__file__).parents[1]


class Spreadsheets:
    """`within` seconds for one."""

    def __init__(self, within: float = WITHIN, command: tuple[str, ...] = COMMAND) -> None:
        self._within = within
        self._command = command
        self._free = asyncio.Semaphore(AT_ONCE)

    async def table(self, content: bytes) -> Table | None:
        """What stands in a workbook; None where it is none, is too large, or takes too much."""
        try:
            async with asyncio.timeout(self._within), self._free:
                return await self._read(content)
        except TimeoutError:  # made to take long, or a machine that is very busy
            log.warning("a workbook took longer than %s s", self._within)
        except OSError as exc:  # no process can be started
            log.warning("no workbook can be read: %s", exc.strerror)
        return None

    async def _read(self, content: bytes) -> Table | None:
        environment = {name: os.environ[name] for name in _KNOWN if name in os.environ} | _ALONE
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=environment
        )
        try:
            packed, _ = await process.communicate(content)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            return None
        try:
            return unpack(packed.decode())
        except ValueError:  # it ended before it had said all
            return None
