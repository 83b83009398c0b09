"""Who wants which brief: said by chat, read in batches, and asked once more before something is sent."""

import pytest

from conversations.database import Database
from customers.briefs import BriefWishes, Reader
from customers.consents import Consents
from customers.errors import ConsentMissing
from customers.joining import join
from tests.keys import KEYS


async def agree(database: Database, user: str, *, given: bool = True, message: str = "m1") -> int:
    return await Consents(database).record(
        "web", user, "records", given=given, version="2026-11", message_id=message
    )


async def watch(database: Database, investor: int, *refs: str) -> None:
    for minute, ref in enumerate(refs):
        await database.rows(
            "insert into watched (investor_id, ref, added_at)"
            " values (%(who)s, %(ref)s, now() + %(minute)s * interval '1 minute') returning ref",
            {"who": investor, "ref": ref, "minute": minute},
        )


async def test_without_a_consent_nothing_is_kept_and_nothing_is_read(database: Database) -> None:
    wishes = BriefWishes(database)
    with pytest.raises(ConsentMissing, match="records"):
        await wishes.subscribe("web", "u1", ["morning"])
    assert await wishes.batch("morning", 0, 10) == []
    assert await wishes.watched("web", "u1") == ()


async def test_the_same_wish_twice_is_one_and_a_refusal_ends_it(database: Database) -> None:
    wishes, number = BriefWishes(database), await agree(database, "u1")
    for _ in range(2):
        await wishes.subscribe("web", "u1", ["morning", "close"])
    changed = "select changed_at from subscription order by kind"
    before = await database.rows(changed, {})
    await wishes.subscribe("web", "u1", ["morning"])
    assert await database.rows(changed, {}) == before
    assert await wishes.batch("morning", 0, 10) == [Reader(number, ())]
    for _ in range(2):
        await wishes.unsubscribe("web", "u1", ["morning"])
    assert await wishes.batch("morning", 0, 10) == []
    assert await wishes.batch("close", 0, 10) == [Reader(number, ())]
    await wishes.subscribe("web", "u1", ["morning"])
    assert await wishes.still("morning", [number]) == {number}


async def test_to_refuse_takes_no_consent_and_touches_nobody_else(database: Database) -> None:
    wishes = BriefWishes(database)
    one, two = await agree(database, "u1"), await agree(database, "u2")
    for user in ("u1", "u2"):
        await wishes.subscribe("web", user, ["close"])
    await agree(database, "u1", given=False, message="m2")
    assert await wishes.still("close", [one, two]) == {two}
    await wishes.unsubscribe("web", "u1", ["close"])
    await wishes.unsubscribe("web", "nobody", ["close"])
    assert await wishes.batch("close", 0, 10) == [Reader(two, ())]


async def test_what_is_watched_is_read_in_the_order_in_which_it_was_added(database: Database) -> None:
    wishes, number = BriefWishes(database), await agree(database, "u1")
    await wishes.subscribe("web", "u1", ["close"])
    await watch(database, number, "SZ000858", "SH600519", "SH601318")
    assert await wishes.watched("web", "u1") == ("SZ000858", "SH600519", "SH601318")
    assert await wishes.batch("close", 0, 10) == [Reader(number, ("SZ000858", "SH600519", "SH601318"))]
    await agree(database, "u1", given=False, message="m2")
    assert await wishes.watched("web", "u1") == ()


async def test_batches_hold_everybody_once(database: Database) -> None:
    wishes = BriefWishes(database)
    numbers = []
    for user in ("u1", "u2", "u3", "u4", "u5"):
        numbers.append(await agree(database, user))
        await wishes.subscribe("web", user, ["midday"])
    first = await wishes.batch("midday", 0, 2)
    second = await wishes.batch("midday", first[-1].investor_id, 10)
    assert [reader.investor_id for reader in (*first, *second)] == numbers


async def test_a_wish_and_a_consent_go_along_when_two_are_joined(database: Database) -> None:
    wishes = BriefWishes(database)
    new, old = await agree(database, "u2", given=False), await agree(database, "u1", message="m2")
    await wishes.subscribe("web", "u1", ["close"])
    assert await wishes.still("close", [new, old]) == {old}
    async with database.transaction() as connection:
        await join(connection, old, new, KEYS)
    assert await wishes.still("close", [new]) == {new}
    assert await wishes.batch("close", 0, 10) == [Reader(new, ())]
