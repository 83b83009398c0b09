"""Jobs that the clock makes: of each one at a time, and nothing else waits for them."""

import asyncio
from collections import Counter
from typing import Any

import psycopg

from conversations import Conversations
from conversations.database import Database
from notices.jobs import AT_ONCE, FIRST, Deferred, Jobs, Task, defer
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.promises import QUICK

EACH_SECOND, NEVER = "* * * * * *", "0 0 1 1 *"


async def test_watchers_that_hang_neither_pile_up_nor_hold_back_a_campaign(
    database: Database, database_url: str, conversations: Conversations
) -> None:
    hanging, begun, done = asyncio.Event(), Counter[str](), asyncio.Event()

    def watcher(name: str) -> Task:
        async def hang(_arguments: dict[str, Any], _attempts: int) -> None:
            begun[name] += 1
            await hanging.wait()

        return Task("watchers", name, hang, EACH_SECOND)

    async def campaign(_arguments: dict[str, Any], _attempts: int) -> None:
        done.set()

    watchers = [watcher(f"watch_{n}") for n in range(AT_ONCE + 1)]

    async def they_hang_and_wait() -> bool:
        return waiting(database_url) == {each.name: ["todo", "doing"] for each in watchers}

    async with Jobs(database_url, [*watchers, Task("campaigns", "start_campaign", campaign)], QUICK):
        await eventually(they_hang_and_wait)
        async with database.transaction() as connection:
            await defer(connection, Deferred("campaigns", "start_campaign", {}, FIRST))
        await asyncio.wait_for(done.wait(), 3)
        await eventually(they_hang_and_wait)
        assert set(begun.values()) == {1}
        hanging.set()


async def test_a_timed_job_of_a_dead_worker_does_not_hold_back_the_next_for_ever(
    database_url: str, conversations: Conversations
) -> None:
    begun: list[int] = []

    async def work(_arguments: dict[str, Any], attempts: int) -> None:
        begun.append(attempts)

    with psycopg.connect(database_url) as connection:
        connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status)"
            " values ('watchers', 'watch', 'watch', 'watch', 'doing'),"
            " ('watchers', 'watch', 'watch', 'watch', 'todo')"
        )

    async def over() -> bool:
        return waiting(database_url) == {}

    async with Jobs(database_url, [Task("watchers", "watch", work, NEVER)], QUICK):
        await eventually(over)
    assert begun == [1]  # it knows that it is begun again


def waiting(dsn: str) -> dict[str, list[str]]:
    """The states of the jobs there are, by their task."""
    with psycopg.connect(dsn) as connection:
        rows = connection.execute(
            "select task_name, array_agg(status::text order by status) from procrastinate_jobs group by 1"
        )
        return dict(rows.fetchall())
