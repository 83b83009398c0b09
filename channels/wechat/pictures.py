"""Our pictures in the platform's hands: each file is uploaded once and then known by the platform's id."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from channels.uploads import Uploads
from channels.wechat.errors import FileGone, FileRefused, NoAnswer, NotReached

LARGEST = 10 * 1024 * 1024  # bytes
_FILE = re.compile(r"[0-9a-f]{64}\.png")


class Uploading(Protocol):
    """A client that can upload."""

    async def upload(self, name: str, content: bytes, mime: str) -> str: ...


class Pictures:
    """Files of `folder`."""

    def __init__(self, client: Uploading, uploads: Uploads, folder: Path) -> None:
        self._client = client
        self._uploads = uploads
        self._folder = folder

    async def show(self, image: str, send: Callable[[str], Awaitable[None]]) -> bool:
        """Have `send` show `image` ("/media/…") by the platform's id of it. Where the platform cannot have it
        nothing is sent: False. Raises a WechatError, and what `send` raises.
        """
        try:
            media_id = await self._id_of(image)
            try:
                await send(media_id)
            except FileGone:  # sooner than the platform said: once more
                await self._uploads.forget(image, media_id)
                await send(await self._id_of(image))
        except (OSError, FileRefused):  # not there any more, or nothing that the platform takes
            return False
        return True

    async def _id_of(self, image: str) -> str:
        """The platform's id. Raises a WechatError, which leaves no send open; OSError without a file."""
        name = image.rpartition("/")[2]

        async def upload() -> str:
            return await self._client.upload(name, await asyncio.to_thread(self._read, name), "image/png")

        try:
            return await self._uploads.id_of(image, upload)
        except NoAnswer:
            raise NotReached from None

    def _read(self, name: str) -> bytes:
        if not _FILE.fullmatch(name):
            raise FileNotFoundError
        content = (self._folder / name).read_bytes()
        if len(content) > LARGEST:
            raise FileNotFoundError
        return content
