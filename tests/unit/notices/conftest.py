"""Real conversations over a fresh database, whose fake brain promises a report in each turn."""

from collections.abc import AsyncIterator

import pytest

from conversations import Brain, Conversations
from tests.fakes.brain import TOKEN, FakeBrain, turn
from tests.unit.notices.promises import REPORT


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
