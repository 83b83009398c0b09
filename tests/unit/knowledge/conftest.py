"""Articles over a fresh database, on a day that a test can move."""

from dataclasses import dataclass
from datetime import date

import pytest

from knowledge.editing import Editing
from knowledge.store import Store


@dataclass
class Calendar:
    """A clock that stands still until it is moved."""

    day: date = date(2026, 3, 2)

    def today(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(database_url: str) -> Store:
    return Store(database_url)


@pytest.fixture
def editing(store: Store, calendar: Calendar) -> Editing:
    return Editing(store, calendar.today)
