"""Keeps pictures as files named by their content; the gateway shows them at `/media/<name>`."""

import asyncio
import contextlib
import os
import tempfile
from hashlib import sha256
from pathlib import Path

from actions.errors import PictureNotKept

ADDRESS = "/media/"


class Media:
    """Pictures in `folder`, which is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, png: bytes) -> str:
        """The address of this picture, written once however often it comes. Raises PictureNotKept."""
        name = f"{sha256(png).hexdigest()}.png"
        try:
            await asyncio.to_thread(self._write, self._folder / name, png)
        except OSError as exc:  # no room, or no right to write there
            raise PictureNotKept(exc.strerror or type(exc).__name__) from exc
        return ADDRESS + name

    def _write(self, path: Path, content: bytes) -> None:
        """All of it or nothing; one that is there is marked as used today."""
        if path.exists():
            os.utime(path)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
                os.fchmod(descriptor, 0o644)
            Path(fresh).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(fresh).unlink()
            raise
