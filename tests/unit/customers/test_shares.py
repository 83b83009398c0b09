"""Watchlist and holdings: kept once however often they are said, up to their limits, each investor's own."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from conversations.database import Database
from customers.consents import KINDS, ConsentKind, Consents
from customers.errors import ConsentMissing
from customers.shares import Held, Holdings, Watchlist
from tests.keys import KEYS

MOUTAI, BANK, WULIANGYE = "SH600519", "SZ000001", "SZ000858"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, keys=KEYS) as opened:
        kinds: tuple[ConsentKind, ...] = ("records", "finances")
        for user, kind in itertools.product(("u1", "u2"), kinds):
            await Consents(opened).record("web", user, kind, given=True, version="1", message_id="m1")
        yield opened


async def test_a_watchlist_keeps_each_share_once_in_the_order_of_adding(database: Database) -> None:
    watchlist = Watchlist(database)
    assert (await watchlist.add("web", "u1", [BANK, MOUTAI, BANK])).added == (BANK, MOUTAI)
    again = await watchlist.add("web", "u1", [MOUTAI, WULIANGYE])
    assert (again.added, again.known) == ((WULIANGYE,), (MOUTAI,))
    assert await watchlist.of("web", "u1") == [BANK, MOUTAI, WULIANGYE]
    assert await watchlist.remove("web", "u1", [BANK, "SH600000"]) == [BANK]
    assert await watchlist.remove("web", "u1", [BANK]) == []
    assert await watchlist.clear("web", "u1") == 2
    assert await watchlist.of("web", "u1") == []


async def test_nobody_sees_or_changes_what_is_anothers(database: Database) -> None:
    watchlist, holdings = Watchlist(database), Holdings(database)
    await watchlist.add("web", "u1", [MOUTAI])
    await holdings.put("web", "u1", [Held(MOUTAI, Decimal(100))], "chat")
    assert await watchlist.of("web", "u2") == []
    assert await holdings.of("web", "u2") == []
    assert await watchlist.clear("web", "u2") == 0
    assert await holdings.clear("web", "u2") == 0
    await holdings.put("web", "u2", [Held(BANK, Decimal(1))], "chat", replace=True)
    assert [each.ref for each in await holdings.of("web", "u1")] == [MOUTAI]


async def test_of_who_has_not_agreed_nothing_is_kept(database: Database) -> None:
    watchlist, holdings = Watchlist(database), Holdings(database)
    for user in ("stranger", "u1"):
        await Consents(database).withdraw("web", user, KINDS, version="1", message_id="m2")
        with pytest.raises(ConsentMissing, match="records"):
            await watchlist.add("web", user, [MOUTAI])
        with pytest.raises(ConsentMissing, match="finances"):
            await holdings.put("web", user, [Held(MOUTAI, Decimal(1))], "chat")
    assert await database.rows("select 1 from watched union all select 1 from holding", {}) == []
    assert len(await database.rows("select 1 from investor", {})) == 2


async def test_what_finds_no_room_is_named_also_where_many_write_at_once(database: Database) -> None:
    watchlist = Watchlist(database, limit=3)
    refs = [f"SH60000{each}" for each in range(6)]
    kept = await asyncio.gather(*(watchlist.add("web", "u1", [ref]) for ref in refs))
    assert sum(len(each.added) for each in kept) == 3
    assert sum(len(each.left) for each in kept) == 3
    assert len(await watchlist.of("web", "u1")) == 3


async def test_the_quantity_told_last_counts_and_a_cost_stays_until_another_is_told(
    database: Database,
) -> None:
    holdings = Holdings(database)
    await holdings.put("web", "u1", [Held(MOUTAI, Decimal(100), Decimal("1500.5"))], "chat")
    for _ in range(2):
        await holdings.put("web", "u1", [Held(MOUTAI, Decimal(200))], "list")
    (held,) = await holdings.of("web", "u1")
    assert (held.quantity, held.cost, held.source) == (Decimal(200), Decimal("1500.5"), "list")


async def test_an_import_adds_to_the_list_or_takes_its_place(database: Database) -> None:
    holdings = Holdings(database, limit=2)
    await holdings.put("web", "u1", [Held(MOUTAI, Decimal(1)), Held(BANK, Decimal(2))], "list")
    merged = await holdings.put("web", "u1", [Held(BANK, Decimal(3)), Held(WULIANGYE, Decimal(4))], "csv")
    assert (merged.known, merged.left) == ((BANK,), (WULIANGYE,))
    replaced = await holdings.put(
        "web", "u1", [Held(BANK, Decimal(3)), Held(WULIANGYE, Decimal(4))], "csv", replace=True
    )
    assert replaced.left == ()
    assert {each.ref: each.quantity for each in await holdings.of("web", "u1")} == {BANK: 3, WULIANGYE: 4}
    assert await holdings.remove("web", "u1", [BANK, MOUTAI]) == [BANK]
