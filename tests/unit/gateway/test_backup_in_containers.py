"""Backups where only the folders that are named can be written, each perhaps a file system of its own."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.backup import back_up, restore
from gateway.errors import KeysLost, TargetFull
from gateway.settings import known_secret, read_settings
from tests.unit.gateway.house import House, house_at

LONG_AGO = 1_000_000_000
PICTURE, CHART = b"what an investor sent", b"a chart"
SECOND = Path("/dev/shm")  # noqa: S108 - a file system of its own on Linux


@pytest.fixture
def source(database_url: str, tmp_path: Path) -> Path:
    """An archive with one file of each folder."""
    house = house_at(tmp_path / "house", database_url)
    for folder, name, content in (
        (house.received, "statement.png", PICTURE),
        (house.settings.media_dir, f"{'0' * 64}.png", CHART),
    ):
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
    archive, _ = back_up(house.settings, house.backups, house.dsn)
    return archive


@pytest.fixture
def mounted(empty_database: str, tmp_path: Path) -> House:
    """Where the folders are, as volumes are, and nothing else may change."""
    house = house_at(tmp_path / "mounted", empty_database)
    for folder in (house.received, house.settings.media_dir, house.backups.folder):
        folder.mkdir(parents=True)
    return house


def contents(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.iterdir()}


def test_it_writes_into_the_folders_that_are_named_alone(source: Path, mounted: House) -> None:
    """Whatever is made in a folder, even for a moment, changes its time."""
    around = mounted.received.parent
    os.utime(around, (LONG_AGO, LONG_AGO))
    restore(mounted.settings, mounted.dsn, source)
    assert around.stat().st_mtime == LONG_AGO
    assert (contents(mounted.received), contents(mounted.settings.media_dir)) == ({PICTURE}, {CHART})


def test_so_does_a_backup(mounted: House, source: Path) -> None:
    restore(mounted.settings, mounted.dsn, source)
    around = mounted.received.parent
    os.utime(around, (LONG_AGO, LONG_AGO))
    made, _ = back_up(mounted.settings, mounted.backups, mounted.dsn)
    assert around.stat().st_mtime == LONG_AGO
    assert list(mounted.backups.folder.iterdir()) == [made]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    if not SECOND.is_dir() or SECOND.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip(f"{SECOND} is no file system of its own here")
    with tempfile.TemporaryDirectory(dir=SECOND) as folder:
        yield Path(folder)


def test_pictures_may_stand_on_another_file_system(source: Path, mounted: House, elsewhere: Path) -> None:
    restore(replace(mounted.settings, media_dir=elsewhere), mounted.dsn, source)
    assert contents(elsewhere) == {CHART}
    assert contents(mounted.received) == {PICTURE}


def test_a_fresh_volume_is_empty_although_its_file_system_has_a_folder_in_it(
    source: Path, mounted: House
) -> None:
    (mounted.received / "lost+found").mkdir()
    restore(mounted.settings, mounted.dsn, source)
    assert (mounted.received / "statement.png").read_bytes() == PICTURE


def test_what_a_killed_restore_has_left_is_named(source: Path, mounted: House) -> None:
    (mounted.received / ".restore-abc").mkdir()
    with pytest.raises(TargetFull, match=r"\.restore-abc"):
        restore(mounted.settings, mounted.dsn, source)


def test_no_secret_is_made_up_for_it(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, known_secret)
    assert list(tmp_path.iterdir()) == []
    assert settings.keys.ids == ()


def test_a_secret_that_was_made_up_before_is_known(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "secrets" / "data_keys"
    kept.parent.mkdir(parents=True)
    kept.write_text("k" * 40)
    assert len(read_settings(tmp_path, known_secret).keys.ids) == 1


def test_without_keys_nothing_is_put_back_that_needs_them(
    database_url: str, mounted: House, tmp_path: Path
) -> None:
    house = house_at(tmp_path / "house", database_url)
    house.execute("insert into data_key (id) values ('00000001')")
    source, _ = back_up(house.settings, house.backups, house.dsn)
    with pytest.raises(KeysLost):
        restore(replace(mounted.settings, data_keys=""), mounted.dsn, source)
    assert mounted.execute("select 1 from pg_tables where schemaname = 'public'") == []
