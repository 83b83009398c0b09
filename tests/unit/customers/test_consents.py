"""What an investor agreed to is written down, counts in its newest form, and can never be changed."""

import asyncio

import psycopg
import pytest

from conversations.database import Database
from customers.consents import Consents
from customers.investors import Investors


async def agree(consents: Consents, message: str, *, given: bool = True, user: str = "u1") -> int:
    return await consents.record("web", user, "finances", given=given, version="2026-11", message_id=message)


async def test_of_who_agreed_to_nothing_nothing_is_kept(database: Database) -> None:
    assert await Investors(database).of("web", "u1") is None
    assert not await Consents(database).given("web", "u1", "finances")
    assert await Consents(database).standing("web", "u1") == {}


async def test_the_newest_word_counts_and_the_older_ones_stay(database: Database) -> None:
    consents = Consents(database)
    await agree(consents, "m1")
    assert await consents.given("web", "u1", "finances")
    assert not await consents.given("web", "u1", "records")
    await agree(consents, "m2", given=False)
    assert not await consents.given("web", "u1", "finances")
    rows = await database.rows("select given from investor_consent order by id", {})
    assert [row["given"] for row in rows] == [True, False]


async def test_a_word_said_twice_by_one_message_is_written_once(database: Database) -> None:
    consents = Consents(database)
    first, second = await agree(consents, "m1"), await agree(consents, "m1")
    assert first == second
    assert len(await database.rows("select 1 from investor_consent", {})) == 1


async def test_who_agrees_on_two_pages_at_once_is_one_investor(database: Database) -> None:
    consents = Consents(database)
    numbers = await asyncio.gather(*(agree(consents, f"m{each}") for each in range(8)))
    assert len(set(numbers)) == 1
    assert await Investors(database).accounts("web", "u1") == [("web", "u1")]


async def test_two_people_are_two_investors(database: Database) -> None:
    consents = Consents(database)
    assert await agree(consents, "m1") != await agree(consents, "m1", user="u2")


@pytest.mark.parametrize(
    "statement",
    [
        "update investor_consent set given = true",
        "delete from investor_consent",
        "truncate investor_consent",
        "update risk_answer set options = '{}'",
        "update risk_result set score = 100",
        "truncate suitability_evidence",
    ],
)
async def test_what_must_be_provable_is_only_ever_added_to(database: Database, statement: str) -> None:
    await agree(Consents(database), "m1", given=False)
    with pytest.raises(psycopg.errors.RestrictViolation):
        async with database.connection() as connection:
            await connection.execute(statement)
    assert not await Consents(database).given("web", "u1", "finances")
