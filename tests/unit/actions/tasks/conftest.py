"""Investors who have agreed, or not yet, and the tasks about their shares over a real database."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from market.names import Names
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import Office


@pytest.fixture(scope="session")
def names() -> Names:
    """The real lexicon, read once."""
    return Names.load()


@pytest.fixture
async def office(database_url: str, names: Names) -> AsyncIterator[Office]:
    async with Database(database_url, connections=2) as database:
        yield Office(database, names)


@pytest.fixture
def talk(office: Office) -> Dialogue:
    """With somebody who has agreed to nothing yet."""
    return office.talk()


@pytest.fixture
async def known(office: Office) -> Dialogue:
    """With somebody who has agreed to everything."""
    await office.agree()
    return office.talk()
