"""Real conversations over the tables of one test, and a floor of people who work with them."""

from collections.abc import AsyncIterator

import pytest

from conversations import Brain, Conversations
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.office import Office
from tests.unit.desk.work.floor import Floor


@pytest.fixture
async def brain() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as fake:
        yield fake


@pytest.fixture
async def conversations(database_url: str, brain: FakeBrain) -> AsyncIterator[Conversations]:
    async with Brain(brain.url, TOKEN) as client:
        opened = await Conversations.open(database_url, client, keys=KEYS)
        yield opened
        await opened.close(within=0.5)


@pytest.fixture
async def floor(conversations: Conversations, office: Office) -> Floor:
    return Floor(conversations, office)
