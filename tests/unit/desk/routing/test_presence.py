"""Who is there is who gave a sign, and what they said of themselves."""

from collections.abc import AsyncIterator

import pytest

from conversations.database import Database
from desk.routing.presence import Presences


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=2, patience=1.0) as opened:
        yield opened


@pytest.fixture
def presences(database: Database) -> Presences:
    return Presences(database)


async def quiet(database: Database, seconds: int) -> None:
    values = {"seconds": seconds}
    statement = """
    update desk_presence set seen_at = seen_at - make_interval(secs => %(seconds)s) returning agent
    """
    await database.rows(statement, values)


async def states(presences: Presences, grace: float = 30) -> dict[str, str]:
    return {each.agent: each.state for each in await presences.there(grace)}


async def test_an_agent_who_opens_the_desk_is_away_until_they_say_otherwise(presences: Presences) -> None:
    assert await presences.sign("wang") == "away"
    assert await presences.sign("wang", "ready") == "ready"
    assert await presences.sign("wang") == "ready"
    assert await states(presences) == {"wang": "ready"}


async def test_who_gives_no_sign_is_gone_after_the_grace(presences: Presences, database: Database) -> None:
    await presences.sign("wang", "ready")
    await quiet(database, 29)
    assert await states(presences) == {"wang": "ready"}
    await quiet(database, 2)
    assert await states(presences) == {}


async def test_who_comes_back_soon_is_what_they_were(presences: Presences, database: Database) -> None:
    await presences.sign("wang", "ready")
    await quiet(database, 120)
    assert await presences.sign("wang") == "ready"


async def test_who_comes_back_the_next_morning_takes_nothing_until_they_say_so(
    presences: Presences, database: Database
) -> None:
    await presences.sign("wang", "ready")
    await quiet(database, 3600)
    assert await presences.sign("wang") == "away"


async def test_since_is_kept_until_the_state_changes(presences: Presences) -> None:
    await presences.sign("wang", "ready")
    first = (await presences.there(30))[0].since
    await presences.sign("wang", "ready")
    await presences.sign("wang")
    assert (await presences.there(30))[0].since == first
    await presences.sign("wang", "busy")
    assert (await presences.there(30))[0].since > first


async def test_what_a_supervisor_sets_is_no_sign_of_the_agent(
    presences: Presences, database: Database
) -> None:
    await database.rows(
        "insert into desk_agent (id, name, number, role, password) values ('wang', '', '1', 'agent', '')"
        " returning id",
        {},
    )
    assert await presences.set("wang", "busy")
    assert await states(presences) == {}
    await presences.sign("wang", "ready")
    assert await presences.set("wang", "away")
    assert await states(presences) == {"wang": "away"}
    assert not await presences.set("nobody", "away")


async def test_who_signs_out_is_gone_at_once(presences: Presences) -> None:
    await presences.sign("wang", "ready")
    await presences.gone("wang")
    assert await states(presences) == {}


async def test_missed_offers_count_until_they_say_they_are_ready(presences: Presences) -> None:
    await presences.sign("wang", "ready")
    assert [await presences.missed("wang", 2) for _ in range(2)] == [False, True]
    assert await states(presences) == {"wang": "away"}
    await presences.sign("wang", "ready")
    assert not await presences.missed("wang", 2)
