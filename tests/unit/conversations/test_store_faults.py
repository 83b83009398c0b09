"""PostgreSQL goes away in the middle of things: what was accepted is kept, and goes on when it is back."""

import asyncio

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolTimeout

from conversations import Answer, Brain, Conversations, Pending
from conversations.database import Database
from conversations.errors import StoreUnavailable
from conversations.messages import Reply
from conversations.owners import request_handoff
from tests.fakes.brain import FakeBrain
from tests.unit.conversations.conftest import Says, eventually


async def is_answered(conversations: Conversations) -> bool:
    try:
        status = await conversations.status("web", "u1")
    except StoreUnavailable:  # not back yet
        return False
    return status is not None and not status.waiting


async def test_a_step_that_the_store_cannot_take_says_so(conversations: Conversations) -> None:
    await conversations.close(within=0)
    with pytest.raises(StoreUnavailable):
        await conversations.move(1, request_handoff(by="investor", reason="asked"))
    with pytest.raises(StoreUnavailable):
        await conversations.say(1, "a1", Reply("您好"), epoch=1)


async def test_connections_cut_in_the_middle_of_a_turn_lose_nothing(
    database_url: str, conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    inbound = says("你好")
    waiting = asyncio.create_task(conversations.answer(inbound))
    await asyncio.wait_for(fake.reached.wait(), 5)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    fake.hold.set()
    answer = await waiting
    assert isinstance(answer, Answer)
    assert answer.replies[0].text == "答：你好"
    assert [m.sender for m in await conversations.messages("web", "u1")] == ["user", "bot"]
    assert isinstance(await conversations.answer(says("还在吗")), Answer)
    assert (await conversations.health())["alive"]


async def test_store_that_goes_away_while_an_answer_is_awaited_leaves_it_pending(
    database_url: str, brain: Brain, fake: FakeBrain, says: Says
) -> None:
    name = conninfo_to_dict(database_url)["dbname"]
    shut = f'alter database "{name}" allow_connections false'
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
    elsewhere = make_conninfo(database_url, dbname="postgres")
    conversations = await Conversations.open(database_url, brain, patience=0.3)
    try:
        fake.hold.clear()
        waiting = asyncio.create_task(conversations.answer(says("你好"), within=1.0))
        await asyncio.wait_for(fake.reached.wait(), 5)
        async with await psycopg.AsyncConnection.connect(elsewhere, autocommit=True) as connection:
            await connection.execute(shut)
            await connection.execute(cut, (name,))
            fake.hold.set()
            assert isinstance(await waiting, Pending)
            await connection.execute(shut.replace("false", "true"))
        await eventually(lambda: is_answered(conversations), within=30)
        assert [m.sender for m in await conversations.messages("web", "u1")] == ["user", "bot"]
    finally:
        await conversations.close(within=0.5)


async def test_a_pool_that_found_no_server_can_be_opened_when_there_is_one(database_url: str) -> None:
    name = conninfo_to_dict(database_url)["dbname"]
    connect = make_conninfo(database_url, dbname="postgres")
    database = Database(database_url, patience=0.3)
    async with await psycopg.AsyncConnection.connect(connect, autocommit=True) as connection:
        await connection.execute(f'alter database "{name}" allow_connections false')
        with pytest.raises(PoolTimeout):
            await database.open()
        await connection.execute(f'alter database "{name}" allow_connections true')
    async with database:
        assert await database.alive()
