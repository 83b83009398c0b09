"""Of every table it is said what is kept, how long, and who deletes it; it is deleted then, not before."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from conversations.database import Database
from conversations.erasing import TABLES
from customers import erasure
from desk.audit.log import Audit
from desk.transcripts.received import Received
from desk.transcripts.retention import OF_DESK
from gateway.retention import AT_ONCE, WALKS, Retention
from tests.unit.gateway.kept import DAYS, ROWS, YEARS

FILE = Path(__file__).parents[3] / "data" / "retention" / "tables.yml"
LAWS = ("证券法", "反洗钱法", "个人信息保护法", "our choice")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=2) as opened:
        yield opened


@pytest.fixture
def retention(database: Database, tmp_path: Path) -> Retention:
    received = Received(database, tmp_path / "received")
    return Retention(database, received, tmp_path / "media", keep_days=180, keep_years=20)


def named() -> dict[str, dict[str, Any]]:
    return dict(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["tables"])


def deleted_by(who: str) -> set[str]:
    return {name for name, entry in named().items() if entry["by"] == who}


async def do(database: Database, statement: str, **values: object) -> None:
    async with database.connection() as connection:
        await connection.execute(statement, values)


async def put(database: Database, table: str, n: int, ago: str) -> None:
    statement = ROWS[table][2].format(at=f"now() - interval '{ago}'")
    await do(database, statement, n=n, name=f"n{n}")


async def count(database: Database, table: str) -> int:
    row = await database.row(f"select count(*) as n from {table}", {})  # noqa: S608
    return int(row["n"]) if row else 0


async def test_no_table_is_forgotten(database: Database) -> None:
    rows = await database.rows("select tablename as name from pg_tables where schemaname = 'public'", {})
    assert {row["name"] for row in rows} - {"alembic_version"} == set(named())


def test_every_entry_says_all_of_it() -> None:
    for name, entry in named().items():
        own = {"copy"} if entry["personal"] == "investor" else set()
        assert set(entry) == {"personal", "what", "why", "kept", "basis", "by", *own}, name
        assert entry["personal"] in ("investor", "staff", "none"), name
        assert entry["basis"].startswith(LAWS), name


def test_who_is_said_to_delete_does() -> None:
    assert deleted_by("nightly") == {walk.table for walk in WALKS}
    assert deleted_by("conversation") == {
        "conversation",
        "inbound",
        "button",
        *TABLES,
        *OF_DESK,
    } - deleted_by("nightly")
    source = Path(erasure.__file__).read_text(encoding="utf-8")
    deletes = "delete from {} where".format
    assert all(deletes(table) in source for table in deleted_by("consent"))
    assert {*deleted_by("nightly")} == set(ROWS)


@pytest.mark.parametrize("table", sorted(ROWS))
async def test_what_was_kept_long_enough_goes_and_nothing_else(
    retention: Retention, database: Database, table: str
) -> None:
    old, young, _ = ROWS[table]
    await put(database, table, 1, old)
    await put(database, table, 2, young)
    assert await retention.once() == {table: 1}
    assert await count(database, table) == 1
    assert await retention.once() == {}


async def test_what_is_not_over_stays_however_old_it_is(retention: Retention, database: Database) -> None:
    for n, table in enumerate(("outbox", "followup", "price_alert", "procrastinate_jobs", "risk_test")):
        await put(database, table, n, YEARS)
    await do(database, "update outbox set state = 'pending'")
    await do(database, "update followup set state = 'wanted'")
    await do(database, "update price_alert set fired_at = null, expires_at = now()")
    await do(database, "update procrastinate_jobs set status = 'todo'")
    await do(database, "update risk_test set state = 'open'")
    assert await retention.once() == {}


async def test_a_notice_goes_soon_and_a_warning_with_who_read_it_is_kept(
    retention: Retention, database: Database
) -> None:
    await put(database, "notice_sent", 1, DAYS)
    await put(database, "notice_sent", 2, DAYS)
    await do(database, "update notice_sent set kind = 'brief_morning' where key = 'n2'")
    await do(
        database,
        """insert into campaign
          (id, event_id, key, kind, ref, title, reply, why, phase, exact, deadline, started_by)
        overriding system value values
          (7, 1, 'e', 'delisting_decision', 'SH600519', '甲', '{}', '', 'done', true, now(), 'events')""",
    )
    await do(database, "update notice_sent set campaign_id = 7, investor_id = 2 where key = 'n1'")
    await do(
        database, "insert into investor (id, joined_into) overriding system value values (1, null), (2, 1)"
    )
    for event in (1, 2):
        await put(database, "event_acknowledged", event, DAYS)
    assert await retention.once() == {"notice_sent": 1, "event_acknowledged": 1}
    assert [row["key"] for row in await database.rows("select key from notice_sent", {})] == ["n1"]
    rows = await database.rows("select event_id from event_acknowledged", {})
    assert [row["event_id"] for row in rows] == [1]


async def test_the_newest_word_of_consent_is_kept_for_good(retention: Retention, database: Database) -> None:
    await put(database, "investor_consent", 1, YEARS)
    await put(database, "investor_consent", 2, YEARS)
    assert await retention.once() == {"investor_consent": 1}
    rows = await database.rows("select message_id from investor_consent", {})
    assert [row["message_id"] for row in rows] == ["n2"]


async def test_two_gateways_at_once_drop_batch_after_batch_and_the_log_says_how_much(
    retention: Retention, database: Database
) -> None:
    await do(
        database,
        """insert into outbox (conversation_id, seq, channel, recipient, state, expires_at, created_at)
        select 1, n, 'telegram', 'u', case when n %% 3 = 0 then 'pending' else 'sent' end, now(),
          now() - interval '200 days' from generate_series(1, %(many)s) n""",
        many=AT_ONCE * 3,
    )
    both = await asyncio.gather(retention.once(), retention.once())
    assert sum(gone.get("outbox", 0) for gone in both) == AT_ONCE * 2
    rows, sound = await Audit(database).find(actor="system")
    assert sound
    assert {row.act for row in rows} == {"retention"}
    assert sum(row.detail["outbox"] for row in rows) == AT_ONCE * 2


@pytest.mark.parametrize("table", ["investor_consent", "risk_answer", "risk_result", "suitability_evidence"])
async def test_the_database_lets_records_go_after_twenty_years_and_no_day_before(
    database: Database, table: str
) -> None:
    await put(database, table, 1, "20 years 1 day")
    await do(database, f"delete from {table}")  # noqa: S608
    assert await count(database, table) == 0
    await put(database, table, 2, "19 years 364 days")
    for statement in (f"delete from {table}", f"update {table} set at = now()", f"truncate {table}"):  # noqa: S608
        with pytest.raises(psycopg.errors.RestrictViolation):
            await do(database, statement)


async def test_files_that_no_message_names_are_swept_out(
    retention: Retention, database: Database, tmp_path: Path
) -> None:
    names = [f"{letter * 64}.jpg" for letter in "abc"]
    (tmp_path / "received").mkdir()
    for name in (*names, ".begun", "note.txt"):
        path = tmp_path / "received" / name
        path.touch()
        if name != names[2]:
            os.utime(path, (time.time() - 90_000,) * 2)
    await do(
        database,
        "insert into message (conversation_id, seq, sender, kind, epoch, media)"
        " values (1, 1, 'user', 'image', 0, jsonb_build_object('file', %(file)s::text))",
        file=names[0],
    )
    assert await retention.once() == {"received": 1}
    left = {path.name for path in (tmp_path / "received").iterdir()}
    assert left == {names[0], names[2], "note.txt"}


async def test_a_picture_goes_once_nobody_used_it_for_as_long_as_transcripts_are_kept(
    retention: Retention, tmp_path: Path
) -> None:
    (tmp_path / "media").mkdir()
    for name, years in (("old.png", 21), ("used.png", 19)):
        path = tmp_path / "media" / name
        path.touch()
        os.utime(path, (time.time() - years * 366 * 86_400,) * 2)
    assert await retention.once() == {"media": 1}
    assert [path.name for path in (tmp_path / "media").iterdir()] == ["used.png"]
