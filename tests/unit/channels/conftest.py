"""What the tests of several channels share: the tables of this test alone."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, patience=1.0) as opened:
        yield opened
