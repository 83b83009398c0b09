"""Draws in a process of its own, so that no conversation waits while a picture is drawn.

A drawer is started when the studio is entered, which takes it a second; it draws one picture after the other.
One that dies or takes too long is replaced, and who waited for it is told that there is no picture.
"""

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self, cast

from charts.errors import NotDrawn
from charts.pipe import HEADER, length_of, pack, unpack
from charts.series import Chart

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "charts.drawing")

_ROOT = Path(__file__).parents[1]
_START = 30.0
"""Seconds that a drawer may take to be ready: without byte code it compiles matplotlib first."""


class Studio:
    """`async with Studio() as studio: png = await studio.draw(chart)`.

    `seconds` bound the wait for a picture, the queue before it included.
    """

    def __init__(self, seconds: float = 5.0, command: tuple[str, ...] = COMMAND) -> None:
        self._seconds = seconds
        self._command = command
        self._turn = asyncio.Lock()
        self._drawer: asyncio.Task[_Drawer] | None = None
        self._folder: TemporaryDirectory[str] | None = None

    async def __aenter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="charts-")
        self._hire()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawer is not None:
            with contextlib.suppress(NotDrawn):  # it never came, so there is nobody to send away
                await (await self._drawer).dismiss()
        if self._folder is not None:
            self._folder.cleanup()

    async def draw(self, chart: Chart) -> bytes:
        """The picture. Raises NotDrawn."""
        try:
            async with asyncio.timeout(self._seconds), self._turn:
                answer = await self._ask(chart)
        except TimeoutError as error:
            raise NotDrawn("no picture in time") from error
        if isinstance(answer, str):
            raise NotDrawn(answer)
        return answer

    async def _ask(self, chart: Chart) -> bytes | str:
        """One exchange; whatever breaks it off leaves the pipe half read, so the drawer goes with it."""
        drawer = await asyncio.shield(self._hire())
        whole = False
        try:
            answer = await drawer.draw(chart)
            whole = True
        except (OSError, asyncio.IncompleteReadError) as error:
            raise NotDrawn("the drawer is gone") from error
        finally:
            if not whole:
                log.warning("a drawer of charts is replaced")
                await drawer.dismiss()
        return answer

    def _hire(self) -> "asyncio.Task[_Drawer]":
        """The drawer, perhaps still on its way; another one where it is gone or never came."""
        if self._drawer is None or (self._drawer.done() and not _is_there(self._drawer)):
            self._drawer = asyncio.create_task(_bring(self._command, self._folder))
        return self._drawer


class _Drawer:
    """The other process, and both ends of the pipe to it."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._orders = cast(asyncio.StreamWriter, process.stdin)
        self._pictures = cast(asyncio.StreamReader, process.stdout)

    @property
    def is_there(self) -> bool:
        return self._process.returncode is None

    async def receive(self) -> bytes | str:
        header = await self._pictures.readexactly(HEADER)
        answer: bytes | str = unpack(await self._pictures.readexactly(length_of(header)))
        return answer

    async def draw(self, chart: Chart) -> bytes | str:
        self._orders.write(pack(chart))
        await self._orders.drain()
        return await self.receive()

    async def dismiss(self) -> None:
        self._orders.close()
        with contextlib.suppress(ProcessLookupError):  # it died by itself
            self._process.kill()
        await self._process.wait()


def _is_there(hired: asyncio.Task[_Drawer]) -> bool:
    return hired.exception() is None and hired.result().is_there


async def _bring(command: tuple[str, ...], folder: TemporaryDirectory[str] | None) -> _Drawer:
    """A drawer that has said that it is ready; what matplotlib wants to keep goes to `folder`."""
    keeping = {"MPLCONFIGDIR": folder.name} if folder else {}
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, cwd=_ROOT, env={**os.environ, **keeping}
        )
    except OSError as error:
        raise NotDrawn("no process can be started") from error
    drawer = _Drawer(process)
    try:
        async with asyncio.timeout(_START):
            await drawer.receive()
    except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
        await drawer.dismiss()
        raise NotDrawn("no drawer came") from error
    return drawer
