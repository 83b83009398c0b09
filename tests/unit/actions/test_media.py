"""Pictures: written whole or not at all, once, under the name of what is in them."""

import asyncio
import errno
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from actions.errors import PictureNotKept
from actions.media import Media

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
NAME = sha256(PNG).hexdigest() + ".png"


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


@contextmanager
def no_room_for(size: int) -> Iterator[None]:
    """No file of this process grows to `size` bytes: writing fails in the middle, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_picture_is_a_file_named_by_its_content(tmp_path: Path) -> None:
    address = await Media(tmp_path / "new" / "media").keep(PNG)
    assert address == f"/media/{NAME}"
    (kept,) = (tmp_path / "new" / "media").iterdir()
    assert (kept.name, kept.read_bytes()) == (NAME, PNG)
    assert kept.stat().st_mode & 0o777 == 0o644


async def test_the_same_picture_at_once_is_one_file(tmp_path: Path) -> None:
    addresses = await asyncio.gather(*(Media(tmp_path).keep(PNG) for _ in range(20)))
    assert set(addresses) == {f"/media/{NAME}"}
    assert names(tmp_path) == [NAME]


async def test_a_picture_that_is_used_again_is_as_new(tmp_path: Path) -> None:
    media = Media(tmp_path)
    await media.keep(PNG)
    os.utime(tmp_path / NAME, (0, 0))
    await media.keep(PNG)
    assert time.time() - (tmp_path / NAME).stat().st_mtime < 60


async def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with no_room_for(len(PNG)), pytest.raises(PictureNotKept) as failed:
        await Media(tmp_path).keep(PNG)
    assert failed.value.why == os.strerror(errno.EFBIG)
    assert names(tmp_path) == []
    assert (await Media(tmp_path).keep(PNG)).endswith(NAME)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PictureNotKept):
        await Media(tmp_path / "file" / "media").keep(PNG)
