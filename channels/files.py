"""What investors send, kept as sealed files named by their content: for staff alone, never for the public.

What a file is, its first bytes say; a platform's or a sender's word does not count.
"""

import asyncio
import contextlib
import io
import os
import re
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path

from channels.errors import MediaRefused, MediaTooLarge
from sealing.keys import HEADER, NO_KEYS, Keys, is_sealed

LARGEST = 20 * 1024 * 1024  # bytes; a Telegram bot cannot fetch more
RECEIVED = "received"
"""What stands for the folder where a table would: a file is bound to it and to its name."""
UNKNOWN = "application/octet-stream"

# Type → its ending, and how its files begin.
_TYPES = {
    "image/png": ("png", rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": ("jpg", rb"\xff\xd8\xff"),
    "image/gif": ("gif", rb"GIF8[79]a"),
    "image/webp": ("webp", rb"RIFF.{4}WEBP"),
    "audio/wav": ("wav", rb"RIFF.{4}WAVE"),
    "audio/ogg": ("ogg", rb"OggS\x00"),
    "audio/amr": ("amr", rb"#!AMR(-WB)?\n"),
    "audio/mp4": ("m4a", rb".{4}ftypM4[AB] "),
    "video/mp4": ("mp4", rb".{4}ftyp(isom|iso[2-9]|mp4[12]|avc1|MSNV|M4V |dash|3gp.)"),
    "audio/mpeg": ("mp3", rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),
    "application/pdf": ("pdf", rb"%PDF-\d"),
}
TABLE = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_TABLE = 256 * 1024  # bytes
_BEGINNINGS = {mime: re.compile(begins, re.DOTALL) for mime, (_, begins) in _TYPES.items()}
_ENDINGS = {mime: ending for mime, (ending, _) in _TYPES.items()} | {TABLE: "csv", WORKBOOK: "xlsx"}
_NAME = re.compile(rf"[0-9a-f]{{64}}\.({'|'.join(_ENDINGS.values())})")
_ARCHIVE, _BOOK = b"PK\x03\x04", "xl/workbook.xml"
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_TABLE = re.compile(rb"(\xef\xbb\xbf)?\s*(<|#!|%PDF|\{)")
_CELLS = re.compile(r"\d[^\n]*[\t,;|，]|[\t,;|，][^\n]*\d|(?<!\d)\d{6}\s")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the folder: its name there, what it is, and its length in bytes."""

    name: str
    mime: str
    size: int


def type_of(content: bytes) -> str | None:
    """The type that the first bytes tell; None for one that we do not keep. A table has no such bytes: it is
    a small text, all of it, with numbers in cells, or a small archive with a workbook in it.
    """
    found = next((mime for mime, begins in _BEGINNINGS.items() if begins.match(content)), None)
    if found or len(content) > LARGEST_TABLE:
        return found
    if content.startswith(_ARCHIVE):
        return WORKBOOK if _is_workbook(content) else None
    return TABLE if _is_table(content) else None


def _is_workbook(content: bytes) -> bool:
    """By the names of its parts; none of them is unpacked."""
    try:
        return _BOOK in zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):  # cut short, or made to hurt
        return False


def _is_table(content: bytes) -> bool:
    if _NO_TEXT.search(content) or _NO_TABLE.match(content):
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return _CELLS.search(content.decode(encoding)) is not None
        except UnicodeDecodeError:  # the other one may fit
            continue
    return False


class Files:
    """The files of `folder`, made when the first one comes: sealed with `keys` and bound to their names.
    What was kept before there were keys is read as it is.
    """

    def __init__(self, folder: Path, largest: int = LARGEST, *, keys: Keys = NO_KEYS) -> None:
        self._folder = folder
        self.largest = largest
        self._keys = keys

    async def keep(self, content: bytes) -> Kept:
        """Written once, however often it comes. Raises MediaTooLarge, MediaRefused, and OSError where there
        is no room.
        """
        if len(content) > self.largest:
            raise MediaTooLarge(self.largest)
        mime = type_of(content)
        if mime is None:
            raise MediaRefused(UNKNOWN)
        kept = Kept(f"{sha256(content).hexdigest()}.{_ENDINGS[mime]}", mime, len(content))
        await asyncio.to_thread(self._write, self._folder / kept.name, content)
        return kept

    async def read(self, name: str) -> bytes | None:
        """The content of a file of that name; None where there is none of ours. Raises KeyUnknown and
        SealBroken.
        """
        return await asyncio.to_thread(self._read, name) if _NAME.fullmatch(name) else None

    @asynccontextmanager
    async def lent(self, name: str) -> AsyncIterator[Path | None]:
        """A file with the content, for a program that wants one: for its owner alone, and gone when left."""
        content = await self.read(name)
        if content is None:
            yield None
            return
        with tempfile.TemporaryDirectory(prefix="wenpan-") as folder:  # mode 0700
            path = Path(folder) / name
            await asyncio.to_thread(path.write_bytes, content)
            yield path

    def stale(self) -> list[str]:
        """Names of files that are not sealed with the newest key. Raises KeysMissing."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if self._is_stale(path))

    def reseal(self, name: str) -> bool:
        """Seal it with the newest key, whole or not at all; False where it is gone. Raises KeyUnknown and
        SealBroken.
        """
        content = self._read(name)
        if content is None:
            return False
        self._put(name, content)
        return True

    def _is_stale(self, path: Path) -> bool:
        if not _NAME.fullmatch(path.name):
            return False
        try:
            with path.open("rb") as file:
                return file.read(HEADER) != self._keys.header
        except FileNotFoundError:  # blanked since the folder was listed
            return False

    def _read(self, name: str) -> bytes | None:
        try:
            content = (self._folder / name).read_bytes()
        except FileNotFoundError:  # blanked meanwhile, or kept on another machine
            return None
        return self._keys.open(RECEIVED, (name,), content) if is_sealed(content) else content

    def _write(self, path: Path, content: bytes) -> None:
        """All of it or nothing; one that is there is marked as new, for who sweeps out what nothing names."""
        if path.exists():
            os.utime(path)
            return
        self._put(path.name, content)

    def _put(self, name: str, content: bytes) -> None:
        """Sealed with the newest key. Raises KeysMissing."""
        sealed = self._keys.seal(RECEIVED, (name,), content)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole(self._folder / name) as file:
            file.write(sealed)


@contextmanager
def whole(path: Path) -> Iterator[BufferedWriter]:
    """What is written is the file at `path` once this is left: all of it or nothing, for its owner alone."""
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=".")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        Path(fresh).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(fresh).unlink()
        raise
