"""The watcher of announcements: what is away, who waits longest, hostile titles, hours of looking."""

import pytest

from conversations.database import Database
from notices.delisting_watch import DelistingWatch
from notices.errors import SourceAway
from tests.unit.notices.decided import DECIDED, OLDER, REF, events, kinds
from tests.unit.notices.watching import (
    Clock,
    GivenFacts,
    announced,
    at,
    investor,
    jobs,
    told,
    watches,
)


async def test_a_source_that_is_down_is_caught_up_with(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    facts.away = SourceAway("ConnectError")
    assert await watch.look() == 0
    assert await watch._marks.all() == {}
    facts.away = None
    clock.forward(minutes=2)
    assert await watch.look() == 1
    assert await watch._marks.all() == {"announcements": clock.now}


async def test_the_shares_that_wait_longest_come_first(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    number = await investor(database)
    await watches(database, number, *(f"SZ{300000 + place}" for place in range(30)))
    await watch.look()
    assert sum(len(asked) for asked in facts.asked) == 31
    facts.asked.clear()
    clock.forward(seconds=60)
    await watch.look()  # those that were told are not due yet; the others were told nothing
    assert REF not in [ref for asked in facts.asked for ref in asked]


async def test_a_hostile_title_is_kept_cut_and_harmless(
    watch: DelistingWatch, database: Database, facts: GivenFacts
) -> None:
    hostile = "关于收到股票终止上市决定的公告\u202e\x07{name}'; drop table event;--" + "长" * 5000
    facts.announced[REF] = told(REF, announced("2025-06-19", hostile, url="javascript:alert(1)"), OLDER)
    assert await watch.look() == 1
    (event,) = await events(database)
    assert event.level == "red"
    assert event.url is None
    assert len(event.title) == 300
    assert "\x07" not in event.title
    assert "\u202e" not in event.title


async def test_old_news_of_a_share_just_watched_is_kept_and_told_to_nobody(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    facts.announced[REF] = told(REF, announced("2025-06-18", "关于召开股东大会的通知"))
    await watch.look()
    assert await jobs(database) == []
    clock.forward(minutes=2)
    fresh = announced("2025-06-19", "关于股东减持股份的公告")
    facts.announced[REF] = told(REF, fresh, announced("2025-06-18", "关于召开股东大会的通知"))
    await watch.look()
    assert [job[1] for job in await jobs(database)] == ["tell_event"]


@pytest.mark.parametrize(
    ("moment", "looks"),
    [
        ("2025-06-19 07:00", True),
        ("2025-06-21 23:58", True),  # a Saturday
        ("2025-10-01 12:00", True),  # a holiday
        ("2025-06-19 03:20", True),
        ("2025-06-19 03:22", False),
    ],
)
async def test_it_looks_all_day_on_all_days_and_less_often_by_night(
    watch: DelistingWatch, facts: GivenFacts, clock: Clock, moment: str, looks: bool
) -> None:
    clock.now = at(moment)
    await watch.task.work({}, 0)
    assert bool(facts.asked) == looks


async def test_what_the_markets_list_has_of_a_share_comes_first_and_at_once(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    facts.announced[REF] = told(REF, OLDER)
    await watch.look()
    clock.forward(seconds=30)  # too soon to ask for the share by itself again
    facts.warned = [told(REF, DECIDED, source="东方财富"), told("SZ000693", DECIDED, source="东方财富")]
    facts.asked.clear()
    assert await watch.look() == 1
    assert facts.asked[0][0] == REF
    assert await kinds(database) == ["delisting_decision"]


async def test_what_the_markets_list_has_is_red_even_where_the_share_itself_cannot_be_asked(
    watch: DelistingWatch, database: Database, facts: GivenFacts
) -> None:
    facts.announced, facts.warned = {}, [told(REF, DECIDED, source="东方财富")]
    assert await watch.look() == 1
    assert await kinds(database) == ["delisting_decision"]


async def test_a_voluntary_exit_is_known_by_the_shares_own_announcements_all_the_same(
    watch: DelistingWatch, database: Database, facts: GivenFacts
) -> None:
    own = announced("2025-06-10", "关于公司股票后续停牌及现金选择权相关事宜的说明公告")
    facts.announced[REF] = told(REF, own)
    facts.warned = [told(REF, DECIDED, source="东方财富")]
    await watch.look()
    assert set(await kinds(database)) == {"delisting_voluntary"}
