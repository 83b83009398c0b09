"""A watch over the announcements of a share that somebody holds, on the morning of its decision."""

import pytest

from conversations.database import Database
from notices.delisting_watch import DelistingWatch
from tests.unit.notices.decided import DECIDED, OLDER, REF, WARNED
from tests.unit.notices.watching import Clock, GivenFacts, at, holds, investor, told


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2025-06-19 08:02"))


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts({REF: told(REF, DECIDED, OLDER, WARNED, name="恒立退")})


@pytest.fixture
async def watch(database: Database, facts: GivenFacts, clock: Clock) -> DelistingWatch:
    await holds(database, await investor(database), REF)
    return DelistingWatch(database, facts, clock)
