"""What tests of tasks are played with: a database of their own, and a clock."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from tests.unit.actions.tasks.suitability.investor import Clock


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=3) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()
