"""A move of the Hong Kong Connect is told by its fund, to who has a fund of its shares and wants to.

The prices are ours: of these funds no days are kept.
"""

from decimal import Decimal
from typing import Any

import pytest

from conversations.database import Database
from market.names import Names
from market.quote import Quote
from market.securities import Security
from notices.alert_words import AlertWords
from notices.alerting import Alerting
from notices.connect_moves import concerned, funds
from notices.move_watch import MoveWatch
from tests.unit.actions.given import MOUTAI, quote_of
from tests.unit.notices.watching import Clock, GivenFacts, Kept, at, holds, investor, tell_all, wants, watches

BROAD = Security("513900", "SH", "etf", "", "港股通100ETF")
SECOND = Security("513550", "SH", "etf", "", "港股通50ETF")
TECH = Security("513130", "SH", "etf", "", "恒生科技ETF")
ELECTRONIC = Security("600570", "SH", "stock", "主板", "恒生电子")


def quote(security: Security, last: str, **changes: Any) -> Quote:
    prices = {"last": Decimal(last), "previous_close": Decimal("1.000")}
    bounds = {"high": None, "low": None, "limit_up": Decimal("1.100"), "limit_down": Decimal("0.900")}
    return quote_of(
        security, **prices | bounds | {"as_of": at("2021-07-28 10:00"), "phase": "trading"} | changes
    )


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2021-07-28 10:00:40"))


@pytest.fixture
def facts() -> GivenFacts:
    quotes = (quote(BROAD, "1.021"), quote(SECOND, "0.970"), quote(TECH, "1.001"), quote(ELECTRONIC, "1.001"))
    return GivenFacts(quoted={each.security.ref: each for each in quotes})


@pytest.fixture
async def watch(database: Database, facts: GivenFacts, clock: Clock) -> MoveWatch:
    number = await investor(database)
    await watches(database, number, TECH.ref, ELECTRONIC.ref)
    await wants(database, number, "price_move")
    return MoveWatch(database, facts, clock)


async def test_it_is_told_as_the_funds_move_to_who_has_one(
    watch: MoveWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    first = (await database.rows("select id from investor", {}))[0]["id"]
    holder = await investor(database, "holder")
    await holds(database, holder, TECH.ref)
    await wants(database, holder, "price_move")
    other = await investor(database, "other")
    await watches(database, other, MOUTAI.ref, ELECTRONIC.ref)
    await wants(database, other, "price_move")
    assert await watch.look() == 1
    await tell_all(database, telling)
    assert [notice.investor_id for notice in post.notices] == [first, holder]
    notice = post.notices[0]
    assert (notice.kind, notice.key) == ("price_move", "connect_move:2021-07-28:up")
    assert notice.reply.text == (
        "港股通 上涨异动\n港股通100ETF 513900  1.021  +2.10%\n"
        "这是一只港股通ETF的涨跌，不是资金流向；您的自选或持仓里有港股ETF。\n"
        "07-28 10:00 · 腾讯行情 · 不构成投资建议"
    )
    assert notice.reply.account
    row = await database.row("select kind, ref, detail from event", {})
    assert row is not None
    assert (row["kind"], row["ref"], row["detail"]["refs"]) == ("connect_move", None, [TECH.ref])


async def test_it_is_one_event_a_day_and_direction(watch: MoveWatch, facts: GivenFacts, clock: Clock) -> None:
    assert await watch.look() == 1
    clock.forward(minutes=1)
    assert await watch.look() == 0
    facts.quoted[BROAD.ref] = quote(BROAD, "1.019")
    assert await watch.look() == 0
    facts.quoted[BROAD.ref] = quote(BROAD, "0.930")  # which nobody has: no unusual move of its own
    assert await watch.look() == 1


async def test_the_next_fund_is_taken_where_the_first_is_not_known(
    watch: MoveWatch, facts: GivenFacts
) -> None:
    facts.quoted[BROAD.ref] = quote(BROAD, "1.021", stale=True)
    assert await watch.look() == 1
    facts.quoted[BROAD.ref] = quote(BROAD, "0.980")
    assert await watch.look() == 0  # it went down before, by the other


async def test_who_has_no_such_fund_makes_no_event(
    database: Database, facts: GivenFacts, clock: Clock
) -> None:
    number = await investor(database)
    await watches(database, number, ELECTRONIC.ref)
    await wants(database, number, "price_move")
    assert await MoveWatch(database, facts, clock).look() == 0


def test_the_funds_are_known_and_named_after_the_connect() -> None:
    names, words = Names.load(), AlertWords.load()
    known = [security for ref in funds(words) if (security := names.get(ref))]
    assert [each.ref for each in known] == funds(words)
    assert all(each.kind == "etf" and "港股通" in each.name for each in known)
    assert concerned([quote(each, "1.000") for each in (*known, TECH, ELECTRONIC)], words) == [
        *funds(words),
        TECH.ref,
    ]
