"""Real conversations over a fresh database, behind them the fake brain, in front of them a real server."""

from collections.abc import AsyncIterator

import httpx
import pytest

from conversations import Brain, Conversations
from tests.fakes.brain import TOKEN, FakeBrain
from tests.unit.channels.web.server import serving


@pytest.fixture
async def brain() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as fake:
        yield fake


@pytest.fixture
async def conversations(database_url: str, brain: FakeBrain) -> AsyncIterator[Conversations]:
    async with Brain(brain.url, TOKEN) as client:
        opened = await Conversations.open(database_url, client)
        yield opened
        await opened.close()


@pytest.fixture
async def address(conversations: Conversations) -> AsyncIterator[str]:
    async with serving(conversations) as url:
        yield url


@pytest.fixture
async def web(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as client:
        yield client
