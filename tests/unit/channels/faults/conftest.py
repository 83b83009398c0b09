"""One gateway for each channel and all tests of this folder, between a fake brain and its platform's fake.

A new channel joins by a line in LINES.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from conversations import Brain, Conversations
from conversations.database import Database
from conversations.rounds import always
from gateway.postgres import EmbeddedPostgres
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.wechat.serving import served
from tests.unit.channels.faults.books import Books
from tests.unit.channels.faults.line import Line
from tests.unit.channels.faults.telegram_line import telegram_line
from tests.unit.channels.faults.web_line import web_line
from tests.unit.channels.faults.wechat_kf_line import wechat_kf_line
from tests.unit.channels.faults.wechat_line import wechat_line

LINES: Mapping[str, Callable[[], AbstractAsyncContextManager[Line]]] = {
    "wechat plain": partial(wechat_line, "plain"),
    "wechat safe": partial(wechat_line, "safe"),
    "wechat_kf": wechat_kf_line,
    "telegram": telegram_line,
    "web": web_line,
}
SAID = "答："  # the beginning of each answer
HERE = Path(__file__).parent
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"


@dataclass
class Gateway:
    """A running one, with what stands around it."""

    line: Line
    brain: FakeBrain
    conversations: Conversations
    books: Books
    dsn: str

    @contextlib.asynccontextmanager
    async def without_store(self) -> AsyncIterator[None]:
        """Within, PostgreSQL lets nobody in."""
        name = conninfo_to_dict(self.dsn)["dbname"]
        shut = f'alter database "{name}" allow_connections false'
        elsewhere = make_conninfo(self.dsn, dbname="postgres")
        async with await psycopg.AsyncConnection.connect(elsewhere, autocommit=True) as connection:
            await connection.execute(shut)
            await connection.execute(CUT, (name,))
            try:
                yield
            finally:
                await connection.execute(shut.replace("false", "true"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="package", params=LINES)
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="package")
def store(
    channel: str, postgres: EmbeddedPostgres, postgres_dsn: str, migrated_template: str
) -> Iterator[str]:
    """The address of a database of this channel's."""
    name = f"faults_{uuid.uuid4().hex[:12]}"
    statement = sql.SQL("create database {} template {} strategy file_copy")
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(migrated_template)))
        yield postgres.dsn_of(name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def running(
    channel: str, store: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Gateway]:
    """The gateway of one channel."""
    async with (
        LINES[channel]() as line,
        FakeBrain() as fake,
        Brain(fake.url, TOKEN) as brain,
        Database(store, connections=4, patience=0.5) as database,
    ):
        line.join(database, tmp_path_factory.mktemp("media"))
        conversations = await Conversations.open(store, brain, senders=line.senders(), patience=0.5)
        app = FastAPI()
        app.include_router(line.routes(conversations))
        work = asyncio.create_task(always(partial(_at_work, line, conversations)))
        try:
            async with served(app) as url:
                await line.connect(url)
                yield Gateway(line, fake, conversations, Books(database), store)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await line.close()
            await conversations.close(within=0.5)


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(running: Gateway, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Gateway]:
    """As a test finds it: a brain that answers at once. Nothing secret may be written down meanwhile."""
    yield running
    running.brain.hold.set()
    assert not [secret for secret in (*running.line.secrets, SAID) if secret in caplog.text]


@pytest.fixture
def line(gateway: Gateway) -> Line:
    return gateway.line


@pytest.fixture
def books(gateway: Gateway) -> Books:
    return gateway.books


async def _at_work(line: Line, conversations: Conversations) -> None:
    await line.work(conversations)
    await asyncio.Event().wait()
