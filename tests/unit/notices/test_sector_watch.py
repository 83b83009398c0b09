"""An industry that moves is told once a day and direction, to who has a share of it and wants to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from conversations.database import Database
from notices.alert_words import AlertWords
from notices.alerting import Alerting
from notices.errors import NotPrepared, SourceAway
from notices.market_facts import SectorNow
from notices.sector_watch import SectorWatch, joined, moved_of
from rules.early_warning import EarlyWarning
from tests.unit.actions.test_sector import REAL
from tests.unit.notices.watching import Clock, GivenFacts, Kept, at, holds, investor, tell_all, wants, watches

REF, OTHER, ELSEWHERE = "SZ000918", "SZ000002", "SH601318"
ESTATE = SectorNow(
    next(each for each in REAL if each.name == "房地产开发"), at("2023-10-30 10:00"), "同花顺", (REF, OTHER)
)


def changed(change: str, now: SectorNow = ESTATE) -> SectorNow:
    return replace(now, sector=replace(now.sector, change_percent=Decimal(change)))


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2023-10-30 10:00:40"))


@pytest.fixture
def facts() -> GivenFacts:
    return GivenFacts(moving=[ESTATE])


@pytest.fixture
async def watch(database: Database, facts: GivenFacts, clock: Clock) -> SectorWatch:
    number = await investor(database)
    await watches(database, number, REF, OTHER)
    await wants(database, number, "price_move")
    return SectorWatch(database, facts, clock)


async def test_an_industry_is_told_with_its_change_shares_time_and_source(
    watch: SectorWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    assert await watch.look() == 1
    await tell_all(database, telling)
    await tell_all(database, telling)
    (notice,) = post.notices
    assert (notice.kind, notice.key) == ("price_move", "sector_move:房地产开发:2023-10-30:up")
    assert notice.reply.text == (
        "行业板块 房地产开发 上涨异动\n+3.63%  下跌 4 家\n您的自选或持仓里有属于这个行业的股票。\n"
        "10-30 10:00 · 同花顺 · 不构成投资建议"
    )
    assert notice.reply.account
    assert [choice.title for choice in notice.reply.choices] == ["知道了", "不再提醒"]
    assert notice.why == (
        "您订了自选和持仓的异动提醒，您有属于房地产开发行业的股票，"
        "这个行业在 10-30 10:00 上涨异动，当日涨跌 +3.63%（同花顺）。"
    )
    row = await database.row("select kind, ref, detail from event", {})
    assert row is not None
    assert (row["kind"], row["ref"]) == ("sector_move", None)
    assert (row["detail"]["sector"], row["detail"]["refs"]) == ("房地产开发", [REF, OTHER])


async def test_it_is_one_event_a_day_and_direction(
    watch: SectorWatch, facts: GivenFacts, clock: Clock
) -> None:
    assert await watch.look() == 1
    clock.forward(minutes=1)
    facts.moving = [changed("4")]
    assert await watch.look() == 0
    facts.moving = [changed("-3")]
    assert await watch.look() == 1
    clock.forward(days=1)
    facts.moving = [replace(ESTATE, as_of=at("2023-10-31 10:00"))]
    assert await watch.look() == 1


async def test_only_who_has_a_share_of_it_and_wants_it_and_has_agreed_is_told(
    watch: SectorWatch, database: Database, telling: Alerting, post: Kept
) -> None:
    first = (await database.rows("select id from investor", {}))[0]["id"]
    holder = await investor(database, "holder")
    await holds(database, holder, OTHER)
    await wants(database, holder, "price_move")
    silent = await investor(database, "silent")
    await watches(database, silent, REF)
    elsewhere = await investor(database, "elsewhere")
    await watches(database, elsewhere, ELSEWHERE)
    await wants(database, elsewhere, "price_move")
    half = await investor(database, "half", "records")  # holdings need a consent of their own
    await holds(database, half, REF)
    await wants(database, half, "price_move")
    await watch.look()
    await tell_all(database, telling)
    assert [notice.investor_id for notice in post.notices] == [first, holder]


async def test_a_calm_industry_an_old_one_and_a_server_that_is_away_are_no_event(
    watch: SectorWatch, facts: GivenFacts, database: Database
) -> None:
    for moving in (changed("2.99"), replace(ESTATE, as_of=at("2023-10-27 15:00"))):
        facts.moving = [moving]
        assert await watch.look() == 0
    facts.moving = [ESTATE]
    for away in (SourceAway("ConnectError"), NotPrepared("status 400")):
        facts.away = away
        assert await watch.look() == 0
    facts.away = None
    assert await watch.look() == 1


async def test_nothing_is_asked_where_nobody_wants_it(
    database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watches(database, await investor(database), REF)
    assert await SectorWatch(database, facts, clock).look() == 0
    assert facts.asked == []


def test_an_industry_of_two_answers_has_the_shares_of_both() -> None:
    (one,) = joined([ESTATE, replace(changed("-3.5"), refs=(OTHER, ELSEWHERE))])
    assert (one.refs, one.sector.change_percent) == ((REF, OTHER, ELSEWHERE), Decimal("-3.5"))


def test_how_many_of_its_shares_rise_and_fall_is_told_as_far_as_it_is_known() -> None:
    rules, words = EarlyWarning.load(date(2023, 10, 30)), AlertWords.load()
    for counts, said in (({"rising": 91}, "上涨 91 家，下跌 4 家"), ({"falling": None}, "")):
        warned = rules.sector(ESTATE.sector.change_percent)
        assert warned is not None
        sector = replace(ESTATE.sector, **counts)
        assert moved_of(replace(ESTATE, sector=sector), warned, words).detail["counts"] == said
