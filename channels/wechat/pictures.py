"""Our pictures in the platform's hands: each file is uploaded once and then known by the platform's id."""

import asyncio
import re
from pathlib import Path
from typing import Protocol

from channels.uploads import Uploads
from channels.wechat.errors import NoAnswer, NotReached

LARGEST = 10 * 1024 * 1024  # bytes
_FILE = re.compile(r"[0-9a-f]{64}\.png")


class Uploading(Protocol):
    """A client that can upload."""

    async def upload(self, name: str, content: bytes, mime: str) -> str: ...


class Pictures:
    """Files of `folder`. What fails here has sent nothing to anybody."""

    def __init__(self, client: Uploading, uploads: Uploads, folder: Path) -> None:
        self._client = client
        self._uploads = uploads
        self._folder = folder

    async def id_of(self, image: str) -> str:
        """The platform's id of `image` ("/media/…"). Raises a WechatError; OSError where it is not there."""
        name = image.rpartition("/")[2]

        async def upload() -> str:
            return await self._client.upload(name, await asyncio.to_thread(self._read, name), "image/png")

        try:
            return await self._uploads.id_of(image, upload)
        except NoAnswer:
            raise NotReached from None

    async def forget(self, image: str, media_id: str) -> None:
        """The platform no longer knows the id."""
        await self._uploads.forget(image, media_id)

    def _read(self, name: str) -> bytes:
        if not _FILE.fullmatch(name):
            raise FileNotFoundError
        content = (self._folder / name).read_bytes()
        if len(content) > LARGEST:
            raise FileNotFoundError
        return content
