"""The queue at work: a promise is kept soon, by whoever lives, once, whatever dies in between."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from conversations import Brain, Conversations, StoreUnavailable
from conversations.owners import accept, release, request_handoff
from notices.followups import Followups
from notices.jobs import Jobs
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.promises import QUICK, Preparing, ask, failing, followed, jobs, promise

SAID = ["报告 SH600519"]


@asynccontextmanager
async def working(conversations: Conversations, dsn: str, kind: Preparing) -> AsyncIterator[None]:
    async with Jobs(dsn, [Followups(conversations, {"report": kind}).task], QUICK):
        yield


async def settled(conversations: Conversations, dsn: str) -> None:
    """Wait until the promise is settled and its job has ended."""
    number = promise(dsn)

    async def so() -> bool:
        return await conversations.promised(number) is None and jobs(dsn) == []

    await eventually(so)


async def test_a_promise_is_kept_at_once_and_its_job_is_gone(
    conversations: Conversations, database_url: str
) -> None:
    async with working(conversations, database_url, Preparing()):
        began = asyncio.get_running_loop().time()
        await ask(conversations)
        await settled(conversations, database_url)
        assert asyncio.get_running_loop().time() - began < 5
    assert await followed(conversations) == SAID


async def test_a_promise_of_before_the_start_is_kept(conversations: Conversations, database_url: str) -> None:
    await ask(conversations)
    async with working(conversations, database_url, Preparing()):
        await settled(conversations, database_url)
    assert await followed(conversations) == SAID


async def test_a_failure_ends_the_job_too(conversations: Conversations, database_url: str) -> None:
    async with working(conversations, database_url, failing()):
        await ask(conversations)
        await settled(conversations, database_url)
    assert await followed(conversations) == ["SH600519 没能生成"]


async def test_many_promises_are_kept_by_several_gateways_once_each(
    conversations: Conversations, database_url: str, brain: Brain
) -> None:
    other = await Conversations.open(database_url, brain)
    users = [f"u{n}" for n in range(30)]
    async with (
        working(conversations, database_url, Preparing()),
        working(other, database_url, Preparing()),
    ):
        await asyncio.gather(*(ask(conversations, user, f"m-{user}") for user in users))

        async def all_ended() -> bool:
            return jobs(database_url) == []

        await eventually(all_ended)
    await other.close(within=0.5)
    assert [await followed(conversations, user) for user in users] == [SAID] * 30


async def test_a_job_that_is_there_twice_says_it_once(
    conversations: Conversations, database_url: str
) -> None:
    await ask(conversations)
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args)"
            " select queue_name, task_name, args from procrastinate_jobs"
        )
    async with working(conversations, database_url, Preparing()):
        await settled(conversations, database_url)
    assert await followed(conversations) == SAID


async def test_people_who_took_over_meanwhile_are_not_interrupted(
    conversations: Conversations, database_url: str
) -> None:
    kind = Preparing()
    kind.go_on.clear()
    async with working(conversations, database_url, kind):
        await ask(conversations)
        await asyncio.wait_for(kind.begun.wait(), 5)
        status = await conversations.status("web", "u1")
        assert status is not None
        await conversations.move(status.conversation_id, request_handoff(by="investor", reason="asked"))
        await conversations.move(status.conversation_id, accept("a1"))
        kind.go_on.set()
        await settled(conversations, database_url)
        await conversations.move(status.conversation_id, release(by="a1", reason="done"))
    assert not {*SAID} & {*await followed(conversations)}
    assert conversations.counters.value("followups", "report:dropped") == 1


@contextmanager
def stopped_at(dsn: str, point: str) -> Iterator[subprocess.Popen[str]]:
    """A worker of another process that has come to `point` of its job."""
    argv = [sys.executable, "-m", "tests.unit.notices.doomed", dsn, point]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert heard(worker) == "here"
            yield worker
        finally:
            worker.kill()


def tell(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("go on\n")
    worker.stdin.flush()


def heard(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout is not None
    return worker.stdout.readline().strip()


@pytest.mark.parametrize("point", ["before", "after"])
async def test_a_worker_killed_around_the_delivery_costs_nothing_and_says_nothing_twice(
    conversations: Conversations, database_url: str, point: str
) -> None:
    await ask(conversations)
    with stopped_at(database_url, point):
        pass  # and killed there
    assert jobs(database_url) == [("doing", 0)]
    assert await followed(conversations) == (SAID if point == "after" else [])
    kind = Preparing()
    async with working(conversations, database_url, kind):
        await settled(conversations, database_url)
    assert await followed(conversations) == SAID
    assert len(kind.asked) == (0 if point == "after" else 1)


async def test_a_worker_that_is_told_to_stop_leaves_its_job_to_the_next(
    conversations: Conversations, database_url: str
) -> None:
    endless = Preparing()
    endless.go_on.clear()
    await ask(conversations)
    async with working(conversations, database_url, endless):
        await asyncio.wait_for(endless.begun.wait(), 5)
    assert jobs(database_url) == [("todo", 1)]
    async with working(conversations, database_url, Preparing()):
        await settled(conversations, database_url)
    assert await followed(conversations) == SAID


async def test_a_worker_that_was_taken_for_dead_says_nothing_a_second_time(
    conversations: Conversations, database_url: str
) -> None:
    await ask(conversations)
    with stopped_at(database_url, "before") as frozen:
        frozen.send_signal(signal.SIGSTOP)
        async with working(conversations, database_url, Preparing()):
            await settled(conversations, database_url)
        frozen.send_signal(signal.SIGCONT)
        tell(frozen)
        assert heard(frozen) == "None"
    assert await followed(conversations) == SAID


async def test_a_living_worker_that_was_struck_off_goes_on_under_another_number(
    conversations: Conversations, database_url: str
) -> None:
    async with working(conversations, database_url, Preparing()):
        with psycopg.connect(database_url) as connection:
            await eventually(lambda: struck_off(connection))
        await ask(conversations)
        await settled(conversations, database_url)
    assert await followed(conversations) == SAID


async def struck_off(connection: psycopg.Connection) -> bool:
    struck = connection.execute("delete from procrastinate_workers returning id").fetchall()
    connection.commit()
    return bool(struck)


async def test_connections_cut_in_the_middle_of_a_job_lose_nothing(
    conversations: Conversations, database_url: str
) -> None:
    kind = Preparing()
    kind.go_on.clear()
    async with working(conversations, database_url, kind):
        await ask(conversations)
        await asyncio.wait_for(kind.begun.wait(), 5)
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        kind.go_on.set()
        await settled(conversations, database_url)
        await ask(conversations, "u2", "m2")

        async def other_is_kept() -> bool:
            return await followed(conversations, "u2") == SAID

        await eventually(other_is_kept)
    assert await followed(conversations) == SAID


async def test_a_store_that_is_away_for_a_while_keeps_what_was_promised(
    conversations: Conversations, database_url: str
) -> None:
    name = conninfo_to_dict(database_url)["dbname"]
    shut = f'alter database "{name}" allow_connections false'
    kind = Preparing()
    kind.go_on.clear()
    async with working(conversations, database_url, kind):
        await ask(conversations)
        await asyncio.wait_for(kind.begun.wait(), 5)
        elsewhere = make_conninfo(database_url, dbname="postgres")
        async with await psycopg.AsyncConnection.connect(elsewhere, autocommit=True) as connection:
            await connection.execute(shut)
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name]
            )
            kind.go_on.set()
            await asyncio.sleep(3)
            await connection.execute(shut.replace("false", "true"))

        async def is_kept() -> bool:
            try:
                return await followed(conversations) == SAID
            except StoreUnavailable:  # not back yet
                return False

        await eventually(is_kept, within=30)
        await ask(conversations, "u2", "m2")

        async def other_is_kept() -> bool:
            return await followed(conversations, "u2") == SAID

        await eventually(other_is_kept, within=30)
    assert await followed(conversations) == SAID
