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

import psycopg
import pytest
from alembic.script import ScriptDirectory

from conversations import Brain, Conversations, Inbound
from conversations.models import Base
from gateway.errors import DatabaseBehind, DatabaseBusy, DatabaseNewer, DatabaseUnreachable
from gateway.migrations import LOCK, LOCK_WITHIN, config_for, migrate, standing, wait_until_current
from tests.fakes.brain import TOKEN, FakeBrain

SCRIPT = ScriptDirectory.from_config(config_for())
HEAD = SCRIPT.get_current_head() or ""
REVISIONS = [step.revision for step in SCRIPT.walk_revisions()][::-1]
BEFORE_OUTBOX_CHANGES, OUTBOX_CHANGES = "0009", "0010"  # a step that changes a table of every turn
SENT = """
insert into outbox (conversation_id, seq, channel, recipient, expires_at)
values (1, %s, 'telegram', 'u1', now() + interval '1 day')"""
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
BUSY = "select count(*) from outbox"
IMPATIENT = "&options=-c%20statement_timeout%3D8s"  # a step without a limit of its own ends by this one


def as_turns_need_it(dsn: str) -> bool:
    """Whether every column that a turn may name is there."""
    wanted = {
        (table.name, column.name) for table in Base.metadata.tables.values() for column in table.columns
    }
    with psycopg.connect(dsn) as connection:
        found = connection.execute("select table_name, column_name from information_schema.columns")
        return wanted <= set(found.fetchall())


async def test_no_turn_fails_while_the_tables_of_the_next_version_come(empty_database: str) -> None:
    """From the first revision on which today's turns can be written up to the newest."""
    for revision in REVISIONS:
        migrate(empty_database, revision)
        if as_turns_need_it(empty_database):
            break
    if revision == HEAD:
        pytest.skip("the newest migration adds to what turns write: there is none after it to try")
    async with FakeBrain() as fake, Brain(fake.url, TOKEN) as brain:
        conversations = await Conversations.open(empty_database, brain)
        try:
            migrating = asyncio.create_task(asyncio.to_thread(migrate, empty_database))
            before = await turns_until(conversations, migrating.done)
            await migrating
            after = await turns_until(conversations, lambda: True)
        finally:
            await conversations.close()
    assert standing(empty_database) == "current"
    assert before + after == [f"答：问{number}" for number in [*range(len(before)), 0]]


async def turns_until(conversations: Conversations, done: Callable[[], bool]) -> list[str | None]:
    """The answers to turns one after the other, at least one."""
    answers: list[str | None] = []
    while not answers or not done():
        said = Inbound("web", "u1", uuid.uuid4().hex, text=f"问{len(answers)}")
        answer = await conversations.answer(said)
        answers.append(getattr(answer, "replies", [None])[-1].text)
    return answers


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
            longest, written = written_for(writer, 3.0)
            assert not migrating.done()
        migrating.result(30)
    assert written > 10
    assert longest < 2 * LOCK_WITHIN


def written_for(writer: psycopg.Connection[tuple[object, ...]], seconds: float) -> tuple[float, int]:
    """How long the slowest of many small writes took, and how many there were."""
    end, longest, number = time.monotonic() + seconds, 0.0, 0
    while (began := time.monotonic()) < end:
        number += 1
        writer.execute(SENT, [number])
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.02)
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
