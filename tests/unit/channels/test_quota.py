"""What may be written to whom: windows open, run down, lapse, and are closed by the platform's word."""

import asyncio
from datetime import datetime, timedelta

import pytest

from channels.quota import Quotas, Taken
from conversations.database import Database
from conversations.messages import SHANGHAI

TWO_DAYS = 48 * 3600.0


@pytest.fixture
def quotas(database: Database) -> Quotas:
    return Quotas(database)


async def wrote(quotas: Quotas, user: str = "u1", ago: float = 0.0) -> bool:
    at = datetime.now(SHANGHAI) - timedelta(seconds=ago)
    return await quotas.open("wechat", user, "message", total=5, seconds=TWO_DAYS, at=at)


async def clicked(quotas: Quotas, user: str = "u1", ago: float = 0.0) -> bool:
    at = datetime.now(SHANGHAI) - timedelta(seconds=ago)
    return await quotas.open("wechat", user, "click", total=3, seconds=60, at=at)


async def taken(quotas: Quotas, user: str = "u1") -> list[Taken]:
    """As many as there are."""
    all_of_them = []
    while one := await quotas.take("wechat", user):
        all_of_them.append(one)
    return all_of_them


async def left(quotas: Quotas, user: str = "u1") -> int:
    return (await quotas.left("wechat", user)).messages


async def test_nobody_is_written_to_who_never_wrote(quotas: Quotas) -> None:
    assert await quotas.take("wechat", "u1") is None
    assert (await quotas.left("wechat", "u1")).until is None


async def test_a_message_allows_five(quotas: Quotas) -> None:
    await wrote(quotas)
    assert len(await taken(quotas)) == 5
    assert await left(quotas) == 0


async def test_the_next_message_starts_afresh_and_adds_nothing(quotas: Quotas) -> None:
    await wrote(quotas, ago=20)
    await quotas.take("wechat", "u1")
    await wrote(quotas, ago=10)
    assert await left(quotas) == 5


async def test_a_second_delivery_of_the_same_message_opens_nothing(quotas: Quotas) -> None:
    at = datetime.now(SHANGHAI)
    window = {"total": 5, "seconds": TWO_DAYS, "at": at}
    assert await quotas.open("wechat", "u1", "message", **window)  # type: ignore[arg-type]  # fields by name
    await taken(quotas)
    assert not await quotas.open("wechat", "u1", "message", **window)  # type: ignore[arg-type]  # fields by name
    assert await left(quotas) == 0


async def test_an_older_message_that_comes_late_opens_nothing(quotas: Quotas) -> None:
    await wrote(quotas, ago=10)
    await quotas.take("wechat", "u1")
    assert not await wrote(quotas, ago=20)
    assert await left(quotas) == 4


async def test_what_lapses_first_is_used_first(quotas: Quotas, database: Database) -> None:
    await wrote(quotas)
    await clicked(quotas)
    for _ in range(3):
        await quotas.take("wechat", "u1")
    await database.rows("update quota_window set expires_at = now() where kind = 'click' returning id", {})
    assert await left(quotas) == 5


async def test_until_when_is_told_of_what_is_left(quotas: Quotas) -> None:
    before = datetime.now(SHANGHAI)
    await wrote(quotas)
    await clicked(quotas)
    until = (await quotas.left("wechat", "u1")).until
    assert until is not None
    assert until - before > timedelta(hours=47)
    while (await quotas.left("wechat", "u1")).messages:
        await quotas.take("wechat", "u1")
    assert (await quotas.left("wechat", "u1")).until is None


async def test_a_lapsed_window_allows_nothing(quotas: Quotas, database: Database) -> None:
    await wrote(quotas)
    await clicked(quotas)
    await database.rows("update quota_window set expires_at = now() returning id", {})
    assert await left(quotas) == 0
    assert await quotas.take("wechat", "u1") is None


async def test_lapsed_windows_go_and_open_ones_stay(quotas: Quotas, database: Database) -> None:
    await wrote(quotas)
    await clicked(quotas)
    await database.rows("update quota_window set expires_at = now() where kind = 'click' returning id", {})
    await quotas.clear()
    assert [row["kind"] for row in await database.rows("select kind from quota_window", {})] == ["message"]
    assert await left(quotas) == 5


async def test_a_window_that_lapsed_before_it_was_heard_of_is_not_opened(quotas: Quotas) -> None:
    assert not await clicked(quotas, ago=61)


async def test_what_was_not_sent_is_given_back_once(quotas: Quotas) -> None:
    await wrote(quotas)
    one = await quotas.take("wechat", "u1")
    assert one
    await quotas.give_back(one)
    await quotas.give_back(one)
    assert await left(quotas) == 5


async def test_a_word_of_the_platform_uses_up_or_closes(quotas: Quotas) -> None:
    await wrote(quotas)
    await quotas.use_up("wechat", "u1")
    assert await left(quotas) == 0
    await wrote(quotas, "u2")
    await quotas.close("wechat", "u2")
    assert await left(quotas, "u2") == 0


async def test_channels_and_users_have_their_own(quotas: Quotas) -> None:
    await wrote(quotas)
    assert await quotas.take("wechat_kf", "u1") is None
    assert await quotas.take("wechat", "u2") is None
    assert await left(quotas) == 5


async def test_no_more_is_taken_by_many_at_once_than_there_is(quotas: Quotas) -> None:
    await wrote(quotas)
    got = await asyncio.gather(*(quotas.take("wechat", "u1") for _ in range(12)))
    assert len([one for one in got if one]) == 5


async def test_the_last_message_is_taken_once_by_two_at_the_same_time(
    quotas: Quotas, database: Database
) -> None:
    await wrote(quotas)
    async with database.transaction() as another:
        await another.execute("update quota_window set used = total")
        waiting = asyncio.create_task(quotas.take("wechat", "u1"))
        await asyncio.sleep(0.1)  # until it waits for the row
    assert await waiting is None


async def test_windows_of_a_kind_that_two_gateways_opened_do_not_add_up(
    quotas: Quotas, database: Database
) -> None:
    twice = """
insert into quota_window (channel, user_id, kind, opened_at, expires_at, total)
select 'wechat', 'u1', 'message', now(), now() + interval '1 hour', 5
from generate_series(1, 2) returning id"""
    await database.rows(twice, {})
    assert await left(quotas) == 5
    assert len(await taken(quotas)) == 5


async def test_the_ledger_of_an_investor_does_not_grow(quotas: Quotas, database: Database) -> None:
    for ago in range(20, 0, -1):
        await wrote(quotas, ago=ago)
    (row,) = await database.rows("select count(*) as windows from quota_window", {})
    assert row["windows"] == 1
