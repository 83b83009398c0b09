"""Unusual moves are told once a share, day and direction, to who wants to hear of them and nobody else."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from conversations.database import Database
from conversations.errors import StoreUnavailable
from market.quote import Quote
from notices.alerting import Alerting
from notices.errors import SourceAway
from notices.jobs import Jobs
from notices.move_watch import MoveWatch
from tests.unit.actions.given import MOUTAI, quote_of
from tests.unit.notices.promises import QUICK
from tests.unit.notices.watching import Clock, GivenFacts, Kept, at, holds, investor, tell_all, wants, watches

REF = "SH600519"


def quote(**changes: Any) -> Quote:
    moved: dict[str, Any] = {"as_of": at("2021-07-28 10:00"), "phase": "trading", "last": Decimal("1816.00")}
    return quote_of(MOUTAI, **moved | {"high": Decimal("1816.00"), "low": Decimal("1760.00")} | changes)


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2021-07-28 10:00:40"))


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts(quoted={REF: quote()})


@pytest.fixture
async def watch(database: Database, facts: GivenFacts, clock: Clock) -> MoveWatch:
    number = await investor(database)
    await watches(database, number, REF)
    await wants(database, number, "price_move")
    return MoveWatch(database, facts, clock)


async def test_a_move_is_told_with_its_reasons_price_time_and_source(
    watch: MoveWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    assert await watch.look() == 1
    await tell_all(database, telling)
    (notice,) = post.notices
    assert notice.kind == "price_move"
    assert notice.reply.text == (
        "贵州茅台 600519 上涨异动\n1816.00  +6.02%\n当日涨跌 6.02%，已达涨跌幅限制的 50%以上\n"
        "07-28 10:00 · 腾讯行情 · 不构成投资建议"
    )
    assert [choice.title for choice in notice.reply.choices] == ["知道了", "看行情", "不再提醒"]
    assert notice.why.startswith("您订了自选和持仓的异动提醒，贵州茅台在 07-28 10:00 上涨异动：")


async def test_it_is_one_event_a_day_and_direction_and_one_more_at_the_limit(
    watch: MoveWatch, facts: GivenFacts, clock: Clock
) -> None:
    assert await watch.look() == 1
    clock.forward(minutes=1)
    assert await watch.look() == 0
    facts.quoted[REF] = quote(last=Decimal("1600.00"), low=Decimal("1600.00"))
    assert await watch.look() == 1
    facts.quoted[REF] = quote(last=Decimal("1884.18"), high=Decimal("1884.18"))
    assert await watch.look() == 1
    assert await watch.look() == 0


async def test_nothing_is_asked_for_who_has_not_asked(
    database: Database, facts: GivenFacts, clock: Clock
) -> None:
    number = await investor(database)
    await watches(database, number, REF)
    await wants(database, number, "price_move", wanted=False)
    assert await MoveWatch(database, facts, clock).look() == 0
    assert facts.asked == []


async def test_only_who_watches_or_holds_it_and_wants_it_and_has_agreed_is_told(
    watch: MoveWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    first = (await database.rows("select id from investor", {}))[0]["id"]
    holder = await investor(database, "holder")
    await holds(database, holder, REF)
    await wants(database, holder, "price_move")
    silent = await investor(database, "silent")
    await watches(database, silent, REF)
    elsewhere = await investor(database, "elsewhere")
    await watches(database, elsewhere, "SZ000858")
    await wants(database, elsewhere, "price_move")
    half = await investor(database, "half", "records")  # holdings need a consent of their own
    await holds(database, half, REF)
    await wants(database, half, "price_move")
    other = await investor(database, "other", "finances")  # which is none of what moves are sent by
    await holds(database, other, REF)
    await wants(database, other, "price_move")
    await watch.look()
    await tell_all(database, telling)
    assert [notice.investor_id for notice in post.notices] == [first, holder]


async def test_a_job_that_is_done_twice_tells_nobody_twice(
    watch: MoveWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    await watch.look()
    await tell_all(database, telling)
    await tell_all(database, telling)
    assert len(post.notices) == 1


async def test_who_unsubscribed_a_second_ago_is_told_nothing(
    watch: MoveWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    await watch.look()
    async with database.transaction() as connection:
        await connection.execute("update subscription set wanted = false")
    await tell_all(database, telling)
    assert not post.notices


async def test_a_move_of_half_an_hour_ago_is_no_news(
    watch: MoveWatch, database: Database, telling: Alerting, post: Kept, clock: Clock
) -> None:
    await watch.look()
    clock.forward(minutes=31)
    await tell_all(database, telling)
    assert not post.notices


async def test_samples_and_a_server_that_is_away_move_nothing(watch: MoveWatch, facts: GivenFacts) -> None:
    facts.quoted[REF] = quote(demo=True)
    assert await watch.look() == 0
    facts.away = SourceAway("ConnectError")
    assert await watch.look() == 0


async def test_a_job_that_breaks_is_begun_anew_and_tells_once(
    watch: MoveWatch, telling: Alerting, post: Kept, database_url: str
) -> None:
    post.fault = StoreUnavailable()
    await watch.look()
    async with Jobs(database_url, [telling.task], QUICK), asyncio.timeout(20):
        await post.refused.wait()
        post.fault = None
        await post.handed.wait()
    assert len(post.notices) == 1
