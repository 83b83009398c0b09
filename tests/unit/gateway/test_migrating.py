"""The database is brought up to a version while the version before works on it."""

import asyncio
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import LiteralString

import psycopg
import pytest
from alembic.script import ScriptDirectory
from psycopg import sql

from conversations import Answer, Brain, Conversations, Inbound
from conversations.models import Base
from gateway.errors import DatabaseBehind, DatabaseBusy, DatabaseNewer, DatabaseUnreachable
from gateway.migrations import LOCK, LOCK_WITHIN, config_for, migrate, standing, wait_until_current
from tests.fakes.brain import TOKEN, FakeBrain
from tests.unit.gateway.test_migration_rules import LAST_FREE

SCRIPT = ScriptDirectory.from_config(config_for())
REVISIONS = [step.revision for step in SCRIPT.walk_revisions()][::-1]
BEFORE_OUTBOX_CHANGES, OUTBOX_CHANGES = "0009", "0010"  # a step that changes a table of every turn
OF_TURNS = [
    Base.metadata.tables[name]
    for name in ("conversation", "message", "inbound", "outbox", "button", "transition", "followup", "ticket")
]
SENT = """
insert into outbox (conversation_id, seq, channel, recipient, expires_at)
values (1, %(number)s, 'telegram', 'u1', now() + interval '1 day')"""
WRITTEN_BEFORE = """
with owned as (
  insert into conversation as c (channel, user_id, seq) values ('web', 'u1', 2)
  on conflict (channel, user_id) do update set seq = c.seq + 2 returning id, channel, user_id, seq, epoch
), kept as (
  insert into inbound (conversation_id, channel, key, seq) select id, channel, seq, seq - 1 from owned
), said as (
  insert into message (conversation_id, seq, sender, kind, epoch)
  select id, seq, 'bot', 'text', epoch from owned
), offered as (
  insert into button (id, conversation_id, seq, title, payload) select seq, id, seq, '', '' from owned
), queued as (
  insert into outbox (conversation_id, seq, channel, recipient, expires_at)
  select id, seq, channel, user_id, now() from owned
), moved as (
  insert into transition (conversation_id, epoch, from_owner, to_owner, reason, by)
  select id, seq, 'bot', 'queued', 'asked', 'bot' from owned
), promised as (
  insert into followup (conversation_id, message_id, kind, key) select id, seq, 'report', '' from owned
)
insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)
select id, seq, 'complaint', now(), now(), now() from owned"""  # every table of a turn, as its first version
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
BUSY = "select count(*) from outbox"
IMPATIENT = "&options=-c%20statement_timeout%3D8s"  # a step without a limit of its own ends by this one


def migrate_until(dsn: str, wanted: set[tuple[str, str]]) -> None:
    """Up to the first revision that has these columns of tables."""
    for revision in REVISIONS:
        migrate(dsn, revision)
        with psycopg.connect(dsn) as connection:
            found = connection.execute("select table_name, column_name from information_schema.columns")
            if wanted <= set(found.fetchall()):
                return
    pytest.fail("no revision has all that a turn names")


def migrate_and_expand(dsn: str) -> None:
    """To the newest revision, and one column more in each table of a turn, as a version to come may have."""
    migrate(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        for table in OF_TURNS:
            connection.execute(sql.SQL("alter table {} add to_come text").format(sql.Identifier(table.name)))


async def test_no_turn_fails_while_the_tables_of_the_next_version_come(empty_database: str) -> None:
    """From the first revision on which today's turns can be written."""
    migrate_until(empty_database, {(each.name, column.name) for each in OF_TURNS for column in each.columns})
    async with FakeBrain() as fake, Brain(fake.url, TOKEN) as brain:
        conversations = await Conversations.open(empty_database, brain)
        try:
            await turn(conversations)
            migrating = asyncio.create_task(asyncio.to_thread(migrate_and_expand, empty_database))
            took = [await turn(conversations)]
            while not migrating.done():
                took.append(await turn(conversations))
            await migrating
            await turn(conversations)
        finally:
            await conversations.close()
    assert standing(empty_database) == "current"
    assert len(took) > 1
    assert max(took) < 2 * LOCK_WITHIN


async def turn(conversations: Conversations) -> float:
    """One turn, which must be answered; the seconds it took."""
    text, began = f"问{uuid.uuid4().hex}", time.monotonic()
    answer = await conversations.answer(Inbound("web", "u1", uuid.uuid4().hex, text=text))
    assert isinstance(answer, Answer)
    assert [reply.text for reply in answer.replies] == [f"答：{text}"]
    return time.monotonic() - began


def test_what_the_versions_before_write_is_written_through_every_step(empty_database: str) -> None:
    """Also by the step that brings what today's turns cannot be written without."""
    migrate(empty_database, LAST_FREE)
    with ThreadPoolExecutor(1) as pool, psycopg.connect(empty_database, autocommit=True) as writer:
        writer.execute(WRITTEN_BEFORE)
        migrating = pool.submit(migrate, empty_database)
        longest, written = written_until(writer, WRITTEN_BEFORE, migrating.done)
        migrating.result(30)
    assert standing(empty_database) == "current"
    assert written > 1
    assert longest < 2 * LOCK_WITHIN


@contextmanager
def long_reading(dsn: str) -> Iterator[None]:
    """Within, somebody reads the outbox in one long transaction, as a backup does."""
    with psycopg.connect(dsn) as connection:
        connection.execute(BUSY)
        yield


def test_a_step_that_has_to_wait_lets_the_others_pass(empty_database: str) -> None:
    migrate(empty_database, BEFORE_OUTBOX_CHANGES)
    with ThreadPoolExecutor(1) as pool, psycopg.connect(empty_database, autocommit=True) as writer:
        with long_reading(empty_database):
            migrating = pool.submit(migrate, empty_database + IMPATIENT, OUTBOX_CHANGES)
            end = time.monotonic() + 3.0
            longest, written = written_until(writer, SENT, lambda: time.monotonic() > end)
            assert not migrating.done()
        migrating.result(30)
    assert written > 10
    assert longest < 2 * LOCK_WITHIN


def written_until(
    writer: psycopg.Connection[tuple[object, ...]], statement: LiteralString, done: Callable[[], bool]
) -> tuple[float, int]:
    """How long the slowest of many small writes took, and how many there were."""
    longest, number = 0.0, 0
    while not done():
        began, number = time.monotonic(), number + 1
        writer.execute(statement, {"number": number})
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.005)
    return longest, number


def test_a_table_that_is_never_free_is_told_and_nothing_is_half_done(empty_database: str) -> None:
    migrate(empty_database, BEFORE_OUTBOX_CHANGES)
    with long_reading(empty_database), pytest.raises(DatabaseBusy):
        migrate(empty_database + IMPATIENT, OUTBOX_CHANGES, patience=0.0)
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("select to_regclass('campaign')").fetchone() == (None,)
    migrate(empty_database)
    assert standing(empty_database) == "current"


def test_a_waiting_migrator_is_in_nobodys_way(database_url: str) -> None:
    """An index made `concurrently` waits for every older snapshot, also that of who waits for a lock."""
    with psycopg.connect(database_url, autocommit=True) as first, ThreadPoolExecutor(1) as pool:
        first.execute("select pg_advisory_lock(%s)", [LOCK])
        waiting = pool.submit(migrate, database_url)
        time.sleep(0.5)  # there is no telling when it begins to wait
        first.execute("set statement_timeout = '10s'")
        first.execute("create index concurrently tried on conversation (created_at)")
        assert not waiting.done()
        first.execute("select pg_advisory_unlock(%s)", [LOCK])
        waiting.result(30)


def test_a_database_of_a_later_version_is_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    assert wait_until_current(database_url) == "newer"
    with pytest.raises(DatabaseNewer, match="9999"):
        migrate(database_url)


def test_who_waits_goes_on_when_somebody_has_migrated(empty_database: str) -> None:
    with pytest.raises(DatabaseBehind):
        wait_until_current(empty_database, patience=0.0)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait_until_current, empty_database)
        migrate(empty_database)
        assert waiting.result(30) == "current"


def step(*arguments: str, dsn: str) -> tuple[int, str]:
    """The operator's command, with nothing set but DATABASE_URL."""
    done = subprocess.run(
        [sys.executable, "-m", "gateway.migrations", *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": dsn},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_brings_up_tables_and_articles_for_who_waits(empty_database: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(step, "wait", dsn=empty_database)
        assert step(dsn=empty_database)[0] == 0
        assert waiting.result(60) == (0, "")
    with psycopg.connect(empty_database) as connection:
        found = connection.execute("select count(*) from article where published is not null").fetchone()
    assert found
    assert found[0] > 100


def test_a_server_that_is_not_there_is_an_error_of_ours() -> None:
    """`make run` says it in one sentence, as the command does."""
    with pytest.raises(DatabaseUnreachable, match="Cannot work on the database of DATABASE_URL: connection"):
        migrate(NOWHERE)


def test_the_command_says_in_one_sentence_what_is_wrong() -> None:
    status, said = step(dsn=NOWHERE)
    assert status == 1
    assert said.startswith("Cannot work on the database of DATABASE_URL")
    assert "Traceback" not in said
