"""Voice messages as text: by the platform's own word for them, else by a recogniser of the operator's."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from channels.attachments import Fetching
from channels.files import Files
from conversations.errors import StoreUnavailable
from conversations.hearing import Spoken

WITHIN = 20.0  # seconds for one message, its turn among others included
FETCHED_WITHIN = 10.0  # seconds until its file is here; it is fetched in the background all the same
AT_ONCE = 2  # recognisers that run side by side
LONGEST = 16_384  # bytes of text; who prints more prints something else
log = logging.getLogger(__name__)


class Transcriber(Protocol):
    """Whatever can write down what is said in a file."""

    async def text_of(self, file: Path) -> str | None:
        """What is said; None where it cannot be made out."""
        ...


class Recogniser:
    """A program of the operator's: started without a shell, with the file's path as its last argument."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], within: float = WITHIN
    ) -> None:
        self._command = tuple(command)
        self._environment = dict(environment)
        self._within = within
        self._free = asyncio.Semaphore(AT_ONCE)

    async def text_of(self, file: Path) -> str | None:
        try:
            async with asyncio.timeout(self._within), self._free:
                return await self._run(file)
        except TimeoutError:  # too slow for somebody who waits
            log.warning("the speech recogniser took longer than %s s", self._within)
        except OSError as exc:  # it cannot be started
            log.warning("the speech recogniser cannot be started: %s", exc.strerror)
        return None

    async def _run(self, file: Path) -> str | None:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            str(file),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment,
            start_new_session=True,
        )
        try:
            said = await _all_of(process.stdout, LONGEST) if process.stdout else None
            code = await process.wait() if said is not None else None
        finally:
            await _end(process)
        if code != 0 or said is None:
            log.warning("the speech recogniser %s", "said too much" if said is None else f"ended with {code}")
            return None
        return said.decode(errors="replace").strip() or None


class Ear:
    """The port `Hearing` of conversations."""

    def __init__(self, fetching: Fetching, files: Files, transcriber: Transcriber | None) -> None:
        self._fetching = fetching
        self._files = files
        self._transcriber = transcriber

    async def hear(self, spoken: Spoken) -> str | None:
        """WeChat's `recognition` where it came along, else what the recogniser makes of the file."""
        recognised = spoken.media.get("recognition")
        if isinstance(recognised, str) and recognised.strip():
            return recognised.strip()
        if self._transcriber is None:
            return None
        name = await self._file(spoken)
        async with self._files.lent(name) as path:
            return await self._transcriber.text_of(path) if path else None

    async def _file(self, spoken: Spoken) -> str:
        """Its name; "" where it is not here."""
        try:
            async with asyncio.timeout(FETCHED_WITHIN):
                media = await self._fetching.have(spoken.conversation_id, spoken.seq)
        except (TimeoutError, StoreUnavailable):  # it comes later, for staff; the investor is asked to type
            return ""
        return str(media.get("file") or "")


async def _all_of(stream: asyncio.StreamReader, most: int) -> bytes | None:
    """All that comes; None where it is more than `most` bytes."""
    said = b""
    while chunk := await stream.read(most + 1 - len(said)):
        said += chunk
        if len(said) > most:
            return None
    return said


async def _end(process: asyncio.subprocess.Process) -> None:
    """Leave nothing of it running, its own children included."""
    with contextlib.suppress(ProcessLookupError):  # it has ended, and so have they
        os.killpg(process.pid, signal.SIGKILL)
    await asyncio.shield(process.wait())
