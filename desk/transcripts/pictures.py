"""The pictures of a transcript, read from MEDIA_DIR to stand in what is exported."""

import asyncio
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from conversations.records import Line
from desk.transcripts.document import digest_in
from desk.transcripts.dossier import Dossier

Picture = Mapping[str, str]
_NAME = re.compile(r"/media/([0-9a-f]{64}\.(?:png|jpg|gif|webp))")
_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_LARGEST = 100_000_000
"""Bytes of all pictures of one export."""


async def pictures_of(dossier: Dossier, folder: Path) -> dict[str, Picture]:
    """By hash, those that are still there. A masked dossier shows what the bot drew and nothing that an agent
    sent, for nobody can take out of a picture what is personal.
    """
    names = {
        entry.image: None
        for entry in dossier.entries
        if isinstance(entry, Line) and entry.image and not (dossier.masked and entry.sender == "agent")
    }
    return await asyncio.to_thread(_read_all, folder, names)


def _read_all(folder: Path, names: Iterable[str]) -> dict[str, Picture]:
    pictures: dict[str, Picture] = {}
    room = _LARGEST
    for name in names:
        content = _read(folder, name, room)
        mime = _mime_of(content)
        digest = digest_in(name)
        if mime and digest:
            room -= len(content)
            pictures[digest] = {"mime": mime, "base64": b64encode(content).decode()}
    return pictures


def _read(folder: Path, name: str, room: int) -> bytes:
    found = _NAME.fullmatch(name)
    if found is None:
        return b""
    try:
        content = (folder / found[1]).read_bytes()
    except OSError:  # tidied away, or made on another machine
        return b""
    return content if len(content) <= room else b""


def _mime_of(content: bytes) -> str | None:
    """What kind of picture it is; None for what cannot be shown whole."""
    try:
        with Image.open(BytesIO(content), formats=tuple(_MIMES)) as picture:
            picture.load()
            return _MIMES[picture.format or ""]
    except (
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
        Image.DecompressionBombError,
    ):  # no picture, or a part
        return None
