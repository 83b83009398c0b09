"""Guessing gets slower and slower, for every name alike, and is never locked out for good."""

import asyncio
from collections.abc import Sequence

import pytest

from conversations.database import Database
from desk.errors import TooManyTries
from desk.people.attempts import Attempts, pause_after
from desk.people.vault import Vault


@pytest.fixture
def attempts(desk_database: Database) -> Attempts:
    return Attempts(desk_database, Vault("a key of the tests"))


async def passes(database: Database, seconds: float) -> None:
    """Let time pass since all tries."""
    await database.rows(
        "update desk_attempt set at = at - make_interval(secs => %(seconds)s) returning id",
        {"seconds": seconds},
    )


def test_the_pauses_grow_to_a_quarter_of_an_hour_and_no_further() -> None:
    pauses = [pause_after(tries, free=5) for tries in range(13)]
    assert pauses == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert pause_after(10**6, free=5) == 900


async def test_five_tries_are_free_and_then_each_waits_longer(
    attempts: Attempts, desk_database: Database
) -> None:
    for _ in range(5):
        await attempts.admit("password", "wang", "10.0.0.1")
    for seconds in (30, 60, 120):
        with pytest.raises(TooManyTries) as refused:
            await attempts.admit("password", "wang", "10.0.0.1")
        assert seconds - 10 < refused.value.seconds <= seconds
        await passes(desk_database, seconds - 10)
        with pytest.raises(TooManyTries):
            await attempts.admit("password", "wang", "10.0.0.1")
        await passes(desk_database, 10)
        await attempts.admit("password", "wang", "10.0.0.1")


async def test_a_try_during_a_pause_makes_it_no_longer(attempts: Attempts, desk_database: Database) -> None:
    await _fail(attempts, 5)
    for _ in range(10):
        with pytest.raises(TooManyTries):
            await attempts.admit("password", "wang", "10.0.0.1")
    await passes(desk_database, 30)
    await attempts.admit("password", "wang", "10.0.0.1")


async def _fail(attempts: Attempts, times: int, name: str = "wang", address: str = "10.0.0.1") -> None:
    for _ in range(times):
        await attempts.admit("password", name, address)


async def test_names_are_counted_apart_and_an_address_over_all_names(attempts: Attempts) -> None:
    for name in ("wang", "li", "zhou", "wu"):
        await _fail(attempts, 5, name)
    with pytest.raises(TooManyTries):
        await attempts.admit("password", "zheng", "10.0.0.1")
    await attempts.admit("password", "zheng", "10.0.0.2")


async def test_who_guesses_from_elsewhere_keeps_nobody_out_but_many_places_do_not_help(
    attempts: Attempts,
) -> None:
    await _fail(attempts, 5)
    with pytest.raises(TooManyTries):
        await attempts.admit("password", "wang", "10.0.0.1")
    for place in range(15):
        await attempts.admit("password", "wang", f"10.0.1.{place}")
    with pytest.raises(TooManyTries):
        await attempts.admit("password", "wang", "10.0.2.1")


async def test_many_who_guess_from_many_places_keep_nobody_out_where_they_were_right_before(
    attempts: Attempts, desk_database: Database
) -> None:
    await attempts.forgive(await attempts.admit("password", "wang", "10.0.0.1"))
    await passes(desk_database, 20 * 24 * 3600)
    for place in range(20):
        await attempts.admit("password", "wang", f"10.0.1.{place}")
    for elsewhere in (("password", "wang", "10.0.0.2"), ("password", "wang", "10.0.1.1")):
        with pytest.raises(TooManyTries):
            await attempts.admit(*elsewhere)
    await _fail(attempts, 5)
    with pytest.raises(TooManyTries):
        await attempts.admit("password", "wang", "10.0.0.1")


async def test_who_knows_the_password_guesses_codes_no_faster_for_that(attempts: Attempts) -> None:
    for place in range(20):
        await attempts.forgive(await attempts.admit("password", "wang", f"10.0.1.{place}"))
        await attempts.admit("code", "wang", f"10.0.1.{place}")
    with pytest.raises(TooManyTries):
        await attempts.admit("code", "wang", "10.0.1.1")


async def test_a_code_is_counted_apart_from_a_password(attempts: Attempts) -> None:
    await _fail(attempts, 5)
    await attempts.admit("code", "wang", "10.0.0.1")
    with pytest.raises(TooManyTries):
        await attempts.admit("password", "wang", "10.0.0.1")


async def test_what_was_right_is_held_against_nobody(attempts: Attempts, desk_database: Database) -> None:
    for _ in range(30):
        await attempts.forgive(await attempts.admit("password", "wang", "10.0.0.1"))
    await _fail(attempts, 4)
    await attempts.forgive(await attempts.admit("password", "wang", "10.0.0.1"))
    await _fail(attempts, 5)
    held = "select from desk_attempt where left(counted, 6) <> 'known:'"
    assert len(await desk_database.rows(held, {})) == 4 + 3 * 5


async def test_being_right_under_ones_own_name_frees_no_address_to_guess_on(attempts: Attempts) -> None:
    for name in ("a1", "a2", "a3", "a4"):
        await attempts.forgive(await attempts.admit("password", "mallory", "10.0.0.1"))
        await _fail(attempts, 5, name)
    with pytest.raises(TooManyTries):
        await attempts.admit("password", "a5", "10.0.0.1")


async def test_what_is_long_ago_does_not_count(attempts: Attempts, desk_database: Database) -> None:
    await _fail(attempts, 5)
    await passes(desk_database, 24 * 3600 + 1)
    await _fail(attempts, 5)
    assert await desk_database.rows("select from desk_attempt", {}) == [{}] * 15


async def test_tries_made_all_at_once_are_counted_one_by_one(database_url: str) -> None:
    async def guess(attempts: Attempts) -> bool:
        try:
            await attempts.admit("password", "wang", "10.0.0.1")
        except TooManyTries:
            return False
        return True

    async with Database(database_url, connections=8) as database:
        attempts = Attempts(database, Vault("a key of the tests"))
        admitted: Sequence[bool] = await asyncio.gather(*(guess(attempts) for _ in range(40)))
    assert sum(admitted) == 5


async def test_the_table_shows_neither_names_nor_addresses(
    attempts: Attempts, desk_database: Database
) -> None:
    await _fail(attempts, 1)
    rows = await desk_database.rows("select counted from desk_attempt", {})
    assert len(rows) == 3
    assert not any("wang" in row["counted"] or "10.0" in row["counted"] for row in rows)
