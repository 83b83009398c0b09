"""The small disk is full when it is told to be, and serves again when it is emptied."""

import errno

import pytest

from tests.chaos.disk import small_disk


def test_a_full_disk_takes_nothing_until_it_is_emptied() -> None:
    with small_disk() as disk:
        if disk is None:
            pytest.skip("no small file system can be mounted here")
        picture = disk.folder / "picture"
        disk.fill()
        with pytest.raises(OSError, match="space") as failure:
            picture.write_bytes(b"a picture")
        assert failure.value.errno == errno.ENOSPC
        disk.empty()
        picture.write_bytes(b"a picture")
        assert picture.read_bytes() == b"a picture"
    assert not disk.folder.exists()
