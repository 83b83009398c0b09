"""A database with the tables of customers, and people who agreed to what the tests need."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from tests.keys import KEYS
from tests.unit.customers.people import People


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=8, keys=KEYS) as opened:
        yield opened


@pytest.fixture
def people(database: Database) -> People:
    return People(database)
