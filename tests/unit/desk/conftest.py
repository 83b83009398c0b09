"""What the tests of the desk share: the tables of this test alone, and people who work there."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from tests.keys import KEYS
from tests.unit.desk.office import Office


@pytest.fixture
async def desk_database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, patience=1.0, keys=KEYS) as opened:
        yield opened


@pytest.fixture
async def office(desk_database: Database) -> AsyncIterator[Office]:
    async with Office(desk_database) as opened:
        yield opened
