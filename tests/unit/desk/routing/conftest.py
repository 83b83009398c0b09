"""The desk of these tests: open round the clock unless a test closes it."""

from collections.abc import AsyncIterator

import pytest

from conversations import Brain, Conversations
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.routing.reception import ALWAYS, Desk


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with FakeBrain() as fake, Brain(fake.url, TOKEN, answer_within=2.0) as brain:
        opened = await Conversations.open(database_url, brain, keys=KEYS)
        try:
            desk = Desk(opened)
            await desk.settings.put("hours", ALWAYS, "admin")
            yield desk
        finally:
            await opened.close(within=0.5)
