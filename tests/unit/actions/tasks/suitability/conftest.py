"""A clock that goes on with every look."""

import pytest

from tests.unit.actions.tasks.suitability.investor import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()
