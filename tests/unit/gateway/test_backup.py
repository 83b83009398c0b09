"""A backup brings back what was there: said, promised, sent and held; and nothing is overwritten by one."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest

from channels.files import Files
from conversations import Brain, Conversations, Inbound
from conversations.database import Database
from conversations.erasing import Erasing
from conversations.ledger.checking import Checking
from conversations.ledger.proving import Proving
from conversations.ledger.sealing import Sealing
from conversations.notices import Notices
from conversations.tickets import unresolved
from customers.consents import Consents
from customers.shares import Held, Holdings
from gateway.archive import DUMP, MANIFEST
from gateway.backup import back_up, new_key, restore
from gateway.data_keys import admit
from gateway.errors import ArchiveFaulty, IdentityMissing, KeysLost, TargetFull
from gateway.resealing import Resealing
from gateway.settings import CHECKOUT
from tests.fakes.brain import TOKEN, FakeBrain, turn
from tests.keys import SECRET
from tests.unit.gateway.house import House, house_at

PICTURE = b"\x89PNG\r\n\x1a\n a statement"
COMPLAINT = {"act": "open", "kind": "complaint"}
NOT_OF_TALK = ("ledger_day", "ledger_leaf", "ledger_check", "data_key", "resealing")
NAMED = "update message set media = %s where seq = 1"


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> House:
    """Somebody talked, complained, sent a picture and said what they hold."""
    house = house_at(tmp_path / "house", database_url)
    await admit(database_url, house.settings.keys)
    kept = await Files(house.received, keys=house.settings.keys).keep(PICTURE)
    house.settings.media_dir.mkdir(parents=True)
    (house.settings.media_dir / f"{'0' * 64}.png").write_bytes(b"a chart")
    fake = FakeBrain(lambda _question: (200, turn("很抱歉。", topic="CMP01", ticket=COMPLAINT)))
    async with fake, Brain(fake.url, TOKEN) as brain:
        talk = await Conversations.open(database_url, brain, keys=house.settings.keys)
        await talk.answer(Inbound("web", "u1", "m1", text="我要投诉"))
        await talk.close()
    house.execute(NAMED, [json.dumps({"file": kept.name, "mime": kept.mime, "size": kept.size})])
    async with Database(database_url, connections=1, keys=house.settings.keys) as database:
        await Consents(database).record("web", "u1", "finances", given=True, version="1", message_id="c")
        await Holdings(database).put("web", "u1", [Held("SH600519", Decimal(300))], "chat")
    return house


@pytest.fixture
def empty(empty_database: str, tmp_path: Path) -> House:
    """Where nothing is."""
    return house_at(tmp_path / "empty", empty_database)


async def shown(house: House) -> dict[str, Any]:
    """What people would see."""
    async with Database(house.dsn, connections=2, keys=house.settings.keys) as database, FakeBrain() as fake:
        async with Brain(fake.url, TOKEN) as brain:
            talk = await Conversations.open(house.dsn, brain, keys=house.settings.keys)
            said = await talk.messages("web", "u1")
            await talk.close()
        files = Files(house.received, keys=house.settings.keys)
        return {
            "said": [(each.seq, each.sender, each.text, each.at) for each in said],
            "tickets": [each.number for each in await unresolved(database)],
            "held": [(each.ref, each.quantity) for each in await Holdings(database).of("web", "u1")],
            "files": [await files.read(each.media["file"]) for each in said if each.media],
            "charts": sorted(path.name for path in house.settings.media_dir.glob("*.png")),
        }


def destroy(house: House) -> None:
    house.execute("drop schema public cascade")
    house.execute("create schema public")
    for folder in (house.received, house.settings.media_dir):
        shutil.rmtree(folder)


async def test_what_was_destroyed_comes_back_and_life_goes_on(house: House) -> None:
    before = await shown(house)
    assert before["files"] == [PICTURE]
    number = house.execute("select max(id) from ticket")[0][0]
    source, made = back_up(house.settings, house.backups, house.dsn)
    assert (made.missing, made.keys) == ((), house.settings.keys.ids)
    destroy(house)
    restore(house.settings, house.dsn, source)
    assert await shown(house) == before
    with pytest.raises(psycopg.errors.RestrictViolation):
        house.execute("update investor_consent set given = false")
    with pytest.raises(psycopg.errors.RestrictViolation):
        house.execute("delete from investor_consent")
    again = "insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)"
    [[fresh]] = house.execute(f"{again} values (1, 'm9', 'claim', now(), now(), now()) returning id")
    assert fresh > number


async def test_seals_and_salts_that_were_blanked_come_back_and_hold(house: House, empty: House) -> None:
    house.execute("update message set at = at - interval '2 days'")
    async with Database(house.dsn, connections=2, keys=house.settings.keys) as database:
        await Sealing(database).once()
        await Erasing(database, Notices.load()).redact(1, [1], by="wang", reason="letter")
        await Checking(database).note(await Checking(database).verify())
        await Resealing(database, Files(house.received, keys=database.keys)).once()
        before = (await Checking(database).verify(), await Proving(database).lines())
    assert (before[0].broken, before[0].erased, len(before[1])) == (None, 1, 1)
    source, made = back_up(house.settings, house.backups, house.dsn)
    assert all(made.tables[name] for name in NOT_OF_TALK)
    restore(empty.settings, empty.dsn, source)
    async with Database(empty.dsn, connections=2) as database:
        assert (await Checking(database).verify(), await Proving(database).lines()) == before
    for statement in ("update ledger_day set root = ''", "update ledger_leaf set salts = leaves"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            empty.execute(statement)


async def test_what_was_on_its_way_is_not_sent_again_and_nobody_is_signed_in(
    house: House, empty: House
) -> None:
    house.execute(
        "insert into outbox (conversation_id, seq, channel, recipient, state, expires_at)"
        " values (1, 2, 'telegram', 'u1', 'pending', now() + interval '1 day'),"
        " (1, 3, 'telegram', 'u1', 'sending', now() + interval '1 day'),"
        " (1, 4, 'telegram', 'u1', 'sent', now())"
    )
    house.execute(
        "insert into desk_session (id, agent, csrf, expires_at)"
        " values ('s', 'wang', 'c', now() + interval '1 day')"
    )
    source, _ = back_up(house.settings, house.backups, house.dsn)
    restore(empty.settings, empty.dsn, source)
    states = empty.execute("select state, error from outbox order by seq")
    assert states == [("unknown", "restored"), ("unknown", "restored"), ("sent", None)]
    assert empty.execute("select 1 from desk_session where ended_at is null") == []


async def test_an_encrypted_backup_opens_with_its_key_alone(
    house: House, empty: House, tmp_path: Path
) -> None:
    mine, other = tmp_path / "mine.key", tmp_path / "other.key"
    backups = replace(house.backups, recipient=new_key(mine))
    new_key(other)
    source, _ = back_up(house.settings, backups, house.dsn)
    assert "我要投诉".encode() not in source.read_bytes()
    assert oct(source.stat().st_mode & 0o777) == oct(mine.stat().st_mode & 0o777) == "0o600"
    with pytest.raises(IdentityMissing):
        restore(empty.settings, empty.dsn, source)
    with pytest.raises(ArchiveFaulty):
        restore(empty.settings, empty.dsn, source, other)
    before = await shown(house)
    restore(empty.settings, empty.dsn, source, mine)
    assert await shown(empty) == before
    assert list(backups.folder.iterdir()) == [source]  # nothing in plain was left beside it


async def test_a_backup_is_put_back_only_where_nothing_is(house: House, empty: House) -> None:
    source, _ = back_up(house.settings, house.backups, house.dsn)
    with pytest.raises(TargetFull):
        restore(house.settings, house.dsn, source)
    empty.received.mkdir(parents=True)
    (empty.received / "somebodys.png").write_bytes(b"x")
    with pytest.raises(TargetFull):
        restore(empty.settings, empty.dsn, source)
    assert empty.execute("select 1 from pg_tables where schemaname = 'public'") == []


async def test_a_changed_archive_is_refused_and_changes_nothing(house: House, empty: House) -> None:
    source, _ = back_up(house.settings, house.backups, house.dsn)
    whole = source.read_bytes()
    with tarfile.open(source) as tar:
        dump, picture = tar.getmember(DUMP), next(m for m in tar if m.name.startswith("received/"))
        assert MANIFEST in tar.getnames()
    for place in (dump.offset_data + 2000, picture.offset_data + 30, len(whole) // 2):
        source.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ArchiveFaulty):
            restore(empty.settings, empty.dsn, source)
    source.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveFaulty):
        restore(empty.settings, empty.dsn, source)
    assert empty.execute("select 1 from pg_tables where schemaname = 'public'") == []
    assert not any(empty.received.iterdir())


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "received/../../outside", "received/.hidden"])
def test_an_archive_writes_nothing_outside_of_its_folder(empty: House, tmp_path: Path, name: str) -> None:
    source = tmp_path / "strange.tar"
    with tarfile.open(source, "w") as tar:
        entry = tarfile.TarInfo(name)
        tar.addfile(entry)
    with pytest.raises(ArchiveFaulty):
        restore(empty.settings, empty.dsn, source)
    assert not list(tmp_path.rglob("outside"))


async def test_who_lacks_the_data_keys_is_told_before_anything_is_put_back(
    house: House, empty: House, tmp_path: Path
) -> None:
    source, _ = back_up(house.settings, house.backups, house.dsn)
    other = house_at(tmp_path / "empty", empty.dsn, "another-key-of-the-tests-and-nobody")
    with pytest.raises(KeysLost) as failure:
        restore(other.settings, other.dsn, source)
    assert failure.value.keys == house.settings.keys.ids
    assert other.execute("select 1 from pg_tables where schemaname = 'public'") == []


async def test_a_file_that_is_gone_is_told_of_and_stops_no_backup(house: House) -> None:
    (file,) = house.received.iterdir()
    file.unlink()
    _, made = back_up(house.settings, house.backups, house.dsn)
    assert made.missing == (file.name,)


async def test_other_programs_of_age_read_the_archive(house: House, tmp_path: Path) -> None:
    backups = replace(house.backups, recipient=new_key(tmp_path / "key"))
    source, _ = back_up(house.settings, backups, house.dsn)
    identity = pyrage.x25519.Identity.from_str((tmp_path / "key").read_text().splitlines()[1])
    plain = tmp_path / "plain.tar"
    plain.write_bytes(pyrage.decrypt(source.read_bytes(), [identity]))
    with tarfile.open(plain) as tar:
        assert {DUMP, MANIFEST} < set(tar.getnames())


def test_the_commands_back_up_change_keys_and_put_back(house: House, empty: House, tmp_path: Path) -> None:
    def run(module: str, *arguments: str, place: House = house, keys: str = SECRET, **given: str) -> str:
        folders = {"MEDIA_DIR": str(place.settings.media_dir), "RECEIVED_DIR": str(place.received)}
        env = {**os.environ, **folders, "DATABASE_URL": place.dsn, "DATA_KEYS": keys, **given}
        env["BACKUP_DIR"] = str(tmp_path / "archives")
        argv = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(argv, env=env, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr if done.returncode in (0, 1) else f"ended with {done.returncode}"

    key, newer = tmp_path / "backup.key", "n" * 40
    assert "sealed with the key" in run("gateway.rotate", keys=f"{newer},{SECRET}")
    said = run("gateway.backup", "make", keys=newer, BACKUP_KEY=new_key(key))
    (source,) = (tmp_path / "archives").iterdir()
    assert said.startswith(f"{source}: ")
    back = ("gateway.backup", "restore", str(source), "--identity", str(key))
    assert "are back" in run(*back, place=empty, keys=newer)
