"""Nothing personal stands in plain on the disk, and keys change while the system runs."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from channels.files import Files
from conversations.database import Database
from customers.sealed import HOLDING
from customers.shares import Held, Holdings
from gateway.data_keys import admit
from gateway.errors import KeysLost
from gateway.resealing import STALE, TABLES, Resealing, Walked
from gateway.rotate import sentences
from gateway.settings import CHECKOUT
from sealing import Keys, SealBroken
from tests.keys import KEYS, SECRET
from tests.unit.gateway.sealed_rows import MARKERS, PICTURE, dump, everything, fill, spelt

NEWER = Keys(["another-key-of-the-tests-and-nobody", SECRET])
OLDER_FIRST = Keys([SECRET, "another-key-of-the-tests-and-nobody"])
NEWEST_ALONE = Keys(["another-key-of-the-tests-and-nobody"])
DECISION = CHECKOUT / "docs" / "decisions" / "encryption.md"
MANY = 3_000
PLAIN = """
insert into holding (investor_id, ref, quantity, cost, source)
select 1, 'SH' || number, number, null, 'csv' from generate_series(600000, 600000 + %s - 1) number"""
OF_BEFORE = (
    "update holding set quantity = 987654, cost = 1432.17, sealed = null",
    "update desk_note set text = '电话 13800138000', sealed = null",
    "update risk_result set score = %(score)s, level = 'C3', lowest = false, reasons = '{}',"
    " letter = 'C3 13800138000', sealed = null",
    "update risk_answer set options = '{B}', sealed = null"
    " where question not in ('capacity', 'qualification')",
)
WALK = """
import asyncio, sys
from pathlib import Path
from channels.files import Files
from conversations.database import Database
from gateway.resealing import Resealing
from sealing import Keys
async def walk(dsn, folder, key):
    async with Database(dsn, connections=2, keys=Keys([key])) as database:
        await Resealing(database, Files(Path(folder), keys=database.keys)).once()
asyncio.run(walk(*sys.argv[1:]))
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, keys=KEYS) as opened:
        yield opened


async def walked(dsn: str, folder: Path, keys: Keys) -> Walked:
    async with Database(dsn, connections=2, keys=keys) as database:
        return await Resealing(database, Files(folder, keys=keys)).once()


async def begun(dsn: str, folder: Path) -> Sequence[Any] | None:
    """Where a walk through the holdings would go on."""
    async with Database(dsn, connections=1, keys=KEYS) as database:
        return await Resealing(database, Files(folder, keys=KEYS)).begun("holding")


def put_back(dsn: str, score: Decimal) -> None:
    """Rows as they were written before there were keys; no trigger looks."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for statement in OF_BEFORE:
            connection.execute(statement, {"score": score})


def stale(dsn: str, keys: Keys) -> dict[str, int]:
    """Rows by table that are not sealed with the newest key."""
    with psycopg.connect(dsn) as connection:
        found = {}
        for table in TABLES:
            statement = f"select count(*) from {table.name} where {STALE}"  # noqa: S608 - our own names
            [found[table.name]] = connection.execute(statement, {"header": keys.header}).fetchone() or [0]
    return {name: count for name, count in found.items() if count}


def test_the_decision_names_the_fields_that_are_sealed() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `([\w`, ]+)` \|", DECISION.read_text(encoding="utf-8"), re.M)
    named = {table: set(fields.split("`, `")) for table, fields in rows}
    assert named == {table.name: set(table.fields) for table in TABLES}


async def test_a_dump_and_the_folder_hold_no_personal_field_in_plain(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, tmp_path)
    for table in TABLES:
        fields = ", ".join(table.fields)
        rows = await database.rows(f"select {fields} from {table.name}", {})  # noqa: S608 - our own names
        assert rows, table.name
        assert {value for row in rows for value in row.values()} == {None}, table.name
    dumped = dump(database_url)
    assert "risk_result" in dumped
    assert not [marker for marker in MARKERS for form in spelt(marker) if form in dumped]
    [name] = await asyncio.to_thread(os.listdir, tmp_path)
    assert await asyncio.to_thread((tmp_path / name).read_bytes) not in (b"", PICTURE)


async def test_rows_of_before_are_sealed_and_then_nothing_plain_is_taken(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    number = await fill(database, tmp_path)
    before = await everything(database, tmp_path, number)
    assert {"电话 13800138000"} == set(before["notes"])
    assert [row["quantity"] for row in before["copy"][0]] == [987654]
    put_back(database_url, before["copy"][2][0]["score"])
    assert MARKERS[0] in dump(database_url)
    assert await everything(database, tmp_path, number) == before  # read as they stand until then
    first = await walked(database_url, tmp_path, KEYS)
    assert not first.broken["holding"]
    assert first.sealed["holding"] == first.sealed["desk_note"] == first.sealed["risk_result"] == 1
    assert not [marker for marker in MARKERS if marker in dump(database_url)]
    assert await everything(database, tmp_path, number) == before
    second = await walked(database_url, tmp_path, KEYS)
    assert {"holding", "desk_note", "risk_result"} <= set(second.closed)
    assert not any(second.sealed.values())
    with psycopg.connect(database_url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(PLAIN, [1])


async def test_a_new_key_takes_over_and_the_old_one_opens_nothing_any_more(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await admit(database_url, KEYS)
    number = await fill(database, tmp_path)
    before = await everything(database, tmp_path, number)
    await admit(database_url, NEWER)
    done = await walked(database_url, tmp_path, NEWER)
    assert done.retired == [*KEYS.ids]
    assert stale(database_url, NEWER) == {}
    assert any("may leave DATA_KEYS" in sentence for sentence in sentences(done, NEWER.ids[0]))
    async with Database(database_url, connections=2, keys=NEWEST_ALONE) as newest:
        assert await everything(newest, tmp_path, number) == before
    await admit(database_url, NEWEST_ALONE)


async def test_who_lacks_a_key_of_the_database_does_not_start(database_url: str) -> None:
    await admit(database_url, NEWER)
    with pytest.raises(KeysLost) as failure:
        await admit(database_url, KEYS)
    assert failure.value.keys == (NEWER.ids[0],)
    assert SECRET not in str(failure.value)


async def test_what_is_kept_for_good_can_be_sealed_anew_and_nothing_else(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, tmp_path)
    forgeries = (
        "update risk_result set seconds = 1",
        "update risk_result set sealed = null",
        "update risk_result set level = 'C5'",
        "update suitability_evidence set product = 'R1', sealed = sealed",
        "delete from risk_answer",
    )
    for forgery in forgeries:
        with psycopg.connect(database_url) as connection:
            connection.execute("select set_config('wenpan.sealing', 'on', true)")
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute(forgery)
    with psycopg.connect(database_url) as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute("update risk_result set sealed = sealed")


async def test_values_that_change_places_are_refused(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, tmp_path)
    await Holdings(database).put("web", "u1", [Held("SZ000001", Decimal(100))], "chat")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update holding h set sealed = o.sealed from holding o where o.ref <> h.ref")
    with pytest.raises(SealBroken):
        await Holdings(database).of("web", "u1")


async def test_one_broken_value_stops_nobody_and_keeps_the_old_key(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await admit(database_url, KEYS)
    await fill(database, tmp_path)
    await Holdings(database).put("web", "u1", [Held("SZ000001", Decimal(100))], "chat")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update holding set sealed = sealed || 'x' where ref = 'SZ000001'")
    done = await walked(database_url, tmp_path, NEWER)
    assert (done.sealed["holding"], done.broken["holding"], done.retired) == (1, 1, [])
    assert stale(database_url, NEWER) == {"holding": 1}


async def test_a_row_that_is_being_written_is_left_to_its_writer(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, tmp_path)
    await Holdings(database).put("web", "u1", [Held("SZ000001", Decimal(100))], "chat")
    place = {"investor_id": 1, "ref": "SZ000001"}
    sealed = HOLDING.seal(KEYS, {**place, "quantity": Decimal(900), "cost": None})
    async with await psycopg.AsyncConnection.connect(database_url) as writer:
        await writer.execute("update holding set sealed = %s where ref = 'SZ000001'", [sealed])
        rotating = asyncio.create_task(walked(database_url, tmp_path, NEWER))
        async with asyncio.timeout(20):
            while stale(database_url, NEWER).get("holding") != 1:  # noqa: ASYNC110 - another connection
                await asyncio.sleep(0.01)
        assert not rotating.done()
        await writer.commit()
        await rotating
    async with Database(database_url, connections=1, keys=NEWEST_ALONE) as own:
        held = {each.ref: each.quantity for each in await Holdings(own).of("web", "u1")}
    assert held["SZ000001"] == 900


async def test_writes_during_a_rotation_are_kept(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, tmp_path)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(PLAIN, [100])
    refs = [f"SH{number}" for number in range(600000, 600100)]
    last: dict[str, Decimal] = {}

    async def write(keys: Keys, begins: int) -> None:
        async with Database(database_url, connections=1, keys=keys) as own:
            for turn in range(begins, begins + 12):
                chosen = refs[turn % 7 :: 7]
                await Holdings(own).put("web", "u1", [Held(ref, Decimal(turn)) for ref in chosen], "chat")
                last.update(dict.fromkeys(chosen, Decimal(turn)))

    rotating = asyncio.gather(*(walked(database_url, tmp_path, NEWER) for _ in range(2)))
    await write(NEWER, 1)
    await write(OLDER_FIRST, 20)  # a gateway that knows the new key and does not write with it yet
    await rotating
    await walked(database_url, tmp_path, NEWER)
    async with Database(database_url, connections=1, keys=NEWEST_ALONE) as own:
        held = {each.ref: each.quantity for each in await Holdings(own).of("web", "u1")}
    assert {ref: held[ref] for ref in last} == last
    assert len(held) == 101


def test_a_rotation_that_is_killed_goes_on_where_it_was(database_url: str, tmp_path: Path) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(PLAIN, [MANY])
        argv = [sys.executable, "-c", WALK, database_url, str(tmp_path), SECRET]
        process = subprocess.Popen(argv, cwd=CHECKOUT)
        come = "select after from resealing where name = 'holding' and after is not null"
        while connection.execute(come).fetchone() is None and process.poll() is None:
            time.sleep(0.002)
        process.kill()
        process.wait()
        left = stale(database_url, KEYS).get("holding", 0)
        assert 0 < left < MANY
        [[place]] = connection.execute(come).fetchall()
        assert asyncio.run(begun(database_url, tmp_path)) == place
        done = asyncio.run(walked(database_url, tmp_path, KEYS))
        assert done.sealed["holding"] == left
        assert stale(database_url, KEYS) == {}
        total = connection.execute("select count(*) from holding").fetchone()
    assert total == (MANY,)
