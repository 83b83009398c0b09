"""Files of investors: what is taken, what is not, and how it lies on the disk."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import MediaRefused, MediaTooLarge
from channels.files import LARGEST_TABLE, WORKBOOK, Files, Kept, type_of
from tests.keys import KEYS
from tests.unit.channels.samples import SAMPLES
from tests.unit.workbooks import ROWS, archive, workbook


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("mime", SAMPLES)
def test_a_type_is_told_by_the_first_bytes(mime: str) -> None:
    assert type_of(SAMPLES[mime]) == mime


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x7fELF\x02\x01\x01",
        b"MZ\x90\x00",
        b"#!/bin/sh\necho",
        b"#!AMR",
        b"PK\x03\x04\x14\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"<html>\x89PNG\r\n\x1a\n",
        b" %PDF-1.7",
        b"RIFF\x00\x00\x00\x00AVI ",
        b"\xff\xfe\x00\x00",
        b"600519,100\x00",
        b"600519,100\n" * 30_000,
        b"#!/bin/sh; echo 1",
        b"\xef\xbb\xbf<script>1,2</script>",
        b'{"a": 1, "b": 2}',
        "只是一句话，没有表格".encode(),
    ],
)
def test_what_is_none_of_our_types_is_none(content: bytes) -> None:
    assert type_of(content) is None


@given(st.binary(max_size=64))
def test_any_bytes_have_a_known_type_or_none(content: bytes) -> None:
    assert type_of(content) in {None, *SAMPLES}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_one_in_the_ways_that_spreadsheets_save(encoding: str) -> None:
    assert type_of("证券代码\t名称\t持仓\n600519\t贵州茅台\t100\r\n".encode(encoding)) == "text/csv"


def test_a_workbook_is_a_small_archive_that_has_one() -> None:
    content = workbook(ROWS)
    assert type_of(content) == WORKBOOK
    assert type_of(content[:-30]) is None
    assert type_of(archive({"word/document.xml": "<a/>"})) is None
    assert (
        type_of(
            archive({"xl/workbook.xml": "".join(chr(300 + each % 20_000) for each in range(LARGEST_TABLE))})
        )
        is None
    )


async def test_a_file_is_named_by_its_content_and_kept_once(tmp_path: Path) -> None:
    files = Files(tmp_path / "received", keys=KEYS)
    content = SAMPLES["audio/ogg"] + b"speech"
    kept = await files.keep(content)
    assert kept == Kept(f"{sha256(content).hexdigest()}.ogg", "audio/ogg", len(content))
    assert await files.keep(content) == kept
    assert names(tmp_path / "received") == [kept.name]
    assert await files.read(kept.name) == content


async def test_a_file_is_for_its_owner_alone_and_never_a_program(tmp_path: Path) -> None:
    files = Files(tmp_path / "received", keys=KEYS)
    before = os.umask(0)
    try:
        kept = await files.keep(SAMPLES["image/png"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "received" / kept.name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "received").stat().st_mode) == 0o700


async def test_a_file_of_a_foreign_type_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused):
        await Files(tmp_path).keep(b"\x7fELF\x02\x01\x01")
    assert not names(tmp_path)


async def test_the_largest_file_is_kept_and_a_byte_more_is_refused(tmp_path: Path) -> None:
    files = Files(tmp_path, largest=100, keys=KEYS)
    largest = SAMPLES["image/png"].ljust(100, b"\x00")
    assert (await files.keep(largest)).size == 100
    with pytest.raises(MediaTooLarge) as failure:
        await files.keep(largest + b"\x00")
    assert failure.value.limit == 100


async def test_a_write_that_fails_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "received").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="exists"):
        await Files(tmp_path / "received", keys=KEYS).keep(SAMPLES["image/png"])
    assert names(tmp_path) == ["received"]


@pytest.mark.parametrize(
    "name", ["", "../secret", "/etc/passwd", "None", f"{'0' * 64}.png", f"{'0' * 64}.sh"]
)
async def test_only_files_of_ours_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "received"
    folder.mkdir()
    (folder / f"{'0' * 64}.sh").write_text("x")
    assert await Files(folder).read(name) is None


def test_a_file_that_goes_while_the_folder_is_looked_through_is_not_stale(tmp_path: Path) -> None:
    (tmp_path / f"{'a' * 64}.png").symlink_to(tmp_path / "gone")  # in the list, and not there any more
    assert Files(tmp_path, keys=KEYS).stale() == []
