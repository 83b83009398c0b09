"""Records of customers are sealed anew and go in due time, and nothing else is done to them."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import psycopg
import pytest

from conversations.database import Database
from desk.transcripts.received import Received
from gateway.migrations import migrate, retreat
from gateway.retention import Retention
from tests.keys import KEYS
from tests.unit.gateway.sealed_rows import everything, fill
from tests.unit.gateway.test_resealing import NEWER, walked

SEALED = ("risk_answer", "risk_result", "suitability_evidence")
KEPT = ("investor_consent", *SEALED)
SEALING = "select set_config('wenpan.sealing', 'on', true)"
GUARDS = """
select t.tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid) from pg_trigger t
where not t.tgisinternal and t.tgrelid = any(%s::regclass[])
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, keys=KEYS) as opened:
        yield opened


def grow_old(dsn: str) -> None:
    """Twenty-one years go by; no trigger looks."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in KEPT:
            connection.execute(f"update {table} set at = at - interval '21 years'")  # noqa: S608


def refused(dsn: str, statement: str, *, sealing: bool) -> bool:
    with psycopg.connect(dsn) as connection:
        if sealing:
            connection.execute(SEALING)
        try:
            connection.execute(statement)
        except psycopg.errors.RestrictViolation:
            return True
        connection.rollback()
        return False


def count(dsn: str, table: str) -> int:
    with psycopg.connect(dsn) as connection:
        (found,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)  # noqa: S608
        return int(found)


def guards(dsn: str) -> Mapping[str, str]:
    """Every trigger of these tables, as PostgreSQL would make it again."""
    with psycopg.connect(dsn) as connection:
        return dict(connection.execute(GUARDS, [list(KEPT)]).fetchall())


@pytest.mark.parametrize("sealing", [False, True])
async def test_a_young_record_stays_and_no_record_of_any_age_is_changed(
    database: Database, tmp_path: Path, sealing: bool
) -> None:
    await fill(database, tmp_path)
    for table in KEPT:
        for statement in (f"delete from {table}", f"truncate {table}"):  # noqa: S608
            assert refused(database.dsn, statement, sealing=sealing), statement
    grow_old(database.dsn)
    for table in KEPT:
        for statement in (f"update {table} set at = now()", f"truncate {table}"):  # noqa: S608
            assert refused(database.dsn, statement, sealing=sealing), statement
        assert not refused(database.dsn, f"delete from {table}", sealing=sealing)  # noqa: S608


async def test_old_records_are_sealed_anew_as_they_were_and_then_go_by_night(
    database: Database, tmp_path: Path
) -> None:
    number = await fill(database, tmp_path)
    before = await everything(database, tmp_path, number)
    grow_old(database.dsn)
    done = await walked(database.dsn, tmp_path, NEWER)
    assert {table: done.sealed[table] for table in SEALED} == {t: count(database.dsn, t) for t in SEALED}
    assert not any(done.broken.values())
    async with Database(database.dsn, connections=2, keys=NEWER) as newer:
        after = await everything(newer, tmp_path, number)
        assert (after["result"], after["evidence"]) == (before["result"], before["evidence"])
        received = Received(newer, tmp_path / "received")
        night = Retention(newer, received, tmp_path / "media", keep_days=180, keep_years=20)
        gone = await night.once()
    assert {table: gone.get(table, 0) for table in SEALED} == {t: done.sealed[t] for t in SEALED}
    assert [count(database.dsn, table) for table in KEPT] == [2, 0, 0, 0]  # the newest word of each consent


def test_the_steps_of_both_guards_can_be_gone_forth_and_back(database_url: str) -> None:
    both = guards(database_url)
    retreat(database_url, "0013")
    sealed = guards(database_url)
    for table in KEPT:
        assert refused(database_url, f"delete from {table}", sealing=False)  # noqa: S608
        assert refused(database_url, f"update {table} set at = now()", sealing=False)  # noqa: S608
    retreat(database_url, "0012")
    migrate(database_url, "0013")
    assert guards(database_url) == sealed != both
    migrate(database_url)
    assert guards(database_url) == both
