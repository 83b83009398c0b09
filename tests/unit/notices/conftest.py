"""A fresh database, and real conversations over it, whose fake brain promises a report in each turn."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from typing import Protocol

import pytest

from conversations import Brain, Conversations
from conversations.database import Database
from notices.alerting import Alerting
from notices.gate import NoticeGate
from notices.jobs import Jobs
from tests.fakes.brain import TOKEN, FakeBrain, turn
from tests.unit.notices.clientele import Clientele
from tests.unit.notices.office import office
from tests.unit.notices.phones import Phones
from tests.unit.notices.promises import QUICK, REPORT
from tests.unit.notices.watching import Clock, Kept
from tests.unit.notices.world import World


class Opening(Protocol):
    """Opens a gateway's conversations."""

    def __call__(self, *phones: Phones) -> Awaitable[Conversations]: ...


@pytest.fixture
async def brain() -> AsyncIterator[Brain]:
    fake = FakeBrain(lambda _question: (200, turn("报告稍后发给您。", followup=REPORT)))
    async with fake, Brain(fake.url, TOKEN) as client:
        yield client


@pytest.fixture
async def conversations(database_url: str, brain: Brain) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain)
    yield opened
    await opened.close(within=0.5)


@pytest.fixture
def clientele(database_url: str) -> Clientele:
    return Clientele(database_url)


@pytest.fixture
async def gateway(database_url: str, brain: Brain) -> AsyncIterator[Opening]:
    """Opens conversations that send by these platforms, asked before by the gate."""
    async with AsyncExitStack() as stack:

        async def opened(*phones: Phones) -> Conversations:
            database = await stack.enter_async_context(Database(database_url, connections=2))
            gate = NoticeGate(database)
            conversations = await Conversations.open(database_url, brain, senders=phones, gate=gate)
            stack.push_async_callback(conversations.close, within=0.5)
            return conversations

        yield opened


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4) as opened:
        yield opened


@pytest.fixture
def post() -> Kept:
    return Kept()


@pytest.fixture
def telling(database: Database, post: Kept, clock: Clock) -> Alerting:
    """Tells `post` of events, at the time of the tests that have a clock."""
    return Alerting(database, post, clock)


@pytest.fixture
async def idle(clientele: Clientele, gateway: Opening) -> World:
    """A world in which nobody does the jobs."""
    phones = Phones("telegram")
    return World(office(await gateway(phones), "telegram"), clientele, phones)


@pytest.fixture
async def world(idle: World) -> AsyncIterator[World]:
    async with Jobs(idle.clientele.dsn, idle.ours.campaigns.tasks, QUICK):
        yield idle
