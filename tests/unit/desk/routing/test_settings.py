"""What is set holds for all gateways, and what cannot be set is not stored."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from desk.errors import Unreadable
from desk.routing.settings import Set, Settings


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=2, patience=1.0) as opened:
        yield opened


async def test_nothing_set_means_the_defaults(database: Database) -> None:
    assert await Settings(database, lambda _day: True).read() == Set()


async def test_what_is_set_on_one_gateway_holds_on_another(database: Database) -> None:
    here = Settings(database, lambda _day: True)
    await here.read()
    whole = await here.put("routing", {"accept_within": 45}, "admin")
    assert (whole["accept_within"], whole["reply_within"]) == (45, 180)
    there = await Settings(database, lambda _day: True).read()
    assert (await here.read()).routing.accept_within == there.routing.accept_within == 45


async def test_what_cannot_be_set_changes_nothing(database: Database) -> None:
    settings = Settings(database, lambda _day: True)
    with pytest.raises(Unreadable):
        await settings.put("hours", {"trading": [["12:00", "11:00"]]}, "admin")
    assert await settings.read() == Set()


async def test_what_another_version_has_written_is_passed_over(database: Database) -> None:
    statement = """
    insert into desk_setting (name, value, changed_by)
    values ('routing', '{"patience": 3}', 'a'), ('appointments', '{"days": 5}', 'a') returning name
    """
    await database.rows(statement, {})
    known = await Settings(database, lambda _day: True).read()
    assert (known.routing.accept_within, known.appointments.days) == (30, 5)
