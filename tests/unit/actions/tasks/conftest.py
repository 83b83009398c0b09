"""What tests of tasks are played with: a database of their own, people in it, names."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from market.names import Names
from tests.keys import KEYS
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import Office
from tests.unit.customers.people import People


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, keys=KEYS) as opened:
        yield opened


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


@pytest.fixture(scope="session")
def names() -> Names:
    """The real lexicon, read once."""
    return Names.load()


@pytest.fixture
def office(database: Database, names: Names) -> Office:
    return Office(database, names)


@pytest.fixture
def talk(office: Office) -> Dialogue:
    """With somebody who has agreed to nothing yet."""
    return office.talk()


@pytest.fixture
async def known(office: Office) -> Dialogue:
    """With somebody who has agreed to everything."""
    await office.agree()
    return office.talk()
