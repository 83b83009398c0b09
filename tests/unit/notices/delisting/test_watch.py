"""Steps to delisting are found once, whoever tells them and however often.

Decisions and warnings have titles of cninfo; those of revocations, corrections and other matters are made up.
"""

import asyncio

import pytest

from conversations.database import Database
from notices.delisting_watch import DelistingWatch
from tests.unit.notices.decided import (
    CORRECTED,
    DECIDED,
    DECISION,
    NEWER,
    OLDER,
    POSSIBLE,
    REF,
    REVOKED,
    events,
    kinds,
)
from tests.unit.notices.watching import (
    Clock,
    GivenFacts,
    announced,
    at,
    jobs,
    told,
)


async def test_a_decision_is_red_and_begins_a_campaign_in_the_same_commit(
    watch: DelistingWatch, database: Database
) -> None:
    assert await watch.look() == 1
    (event,) = await events(database)
    assert (event.kind, event.level, event.ref) == ("delisting_decision", "red", REF)
    assert (event.title, event.source, event.published_exact) == (DECISION, "巨潮资讯", False)
    assert event.clock == event.first_seen_at == at("2025-06-19 08:02")
    assert await jobs(database) == [("campaigns", "start_campaign", event.number)]


async def test_what_was_found_is_not_found_again(
    watch: DelistingWatch, database: Database, clock: Clock
) -> None:
    await watch.look()
    clock.forward(minutes=2)
    assert await watch.look() == 0
    assert len(await jobs(database)) == 1


async def test_two_gateways_at_once_find_one_event(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    other = DelistingWatch(database, facts, clock)
    await asyncio.gather(watch.look(), other.look(), watch.look())
    assert await kinds(database) == ["delisting_decision"]
    assert len(await jobs(database)) == 1


async def test_another_source_with_another_title_and_day_tells_the_same_event(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    clock.forward(minutes=2)
    elsewhere = announced("2025-06-20", "关于公司股票终止上市的公告", released="2025-06-19 18:31:05")
    facts.announced[REF] = told(REF, elsewhere, OLDER, source="东方财富")
    assert await watch.look() == 0
    (event,) = await events(database)
    assert event.clock == at("2025-06-19 18:31:05")


async def test_the_hour_of_a_decision_at_ten_to_midnight_counts_from_then(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    clock.now = at("2025-06-18 23:52")
    late = announced("2025-06-19", DECISION, released="2025-06-18 23:50:00")
    facts.announced[REF] = told(REF, late, OLDER, source="东方财富")
    assert await watch.look() == 1
    (event,) = await events(database)
    assert event.published_exact
    assert event.clock == at("2025-06-18 23:50")
    clock.now = at("2025-06-19 00:02")
    assert await watch.look() == 0


async def test_a_late_announcement_is_found_as_far_back_as_nobody_looked(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    facts.announced[REF] = told(REF, OLDER)
    clock.now = at("2025-06-01 10:00")
    await watch.look()
    facts.announced[REF] = told(REF, DECIDED, OLDER)
    clock.now = at("2025-07-10 09:00")  # three weeks after it, and nobody had looked for longer
    assert await watch.look() == 1
    (event,) = await events(database)
    assert event.first_seen_at == at("2025-07-10 09:00")


async def test_what_is_old_when_a_share_is_first_watched_is_no_news(
    watch: DelistingWatch, clock: Clock
) -> None:
    clock.now = at("2025-08-20 09:00")
    assert await watch.look() == 0


async def test_who_takes_a_share_up_in_its_delisting_period_is_told_of_the_decision(
    watch: DelistingWatch, database: Database, clock: Clock
) -> None:
    clock.now = at("2025-07-10 09:00")
    assert await watch.look() == 1
    (event,) = await events(database)
    assert await jobs(database) == [("campaigns", "start_campaign", event.number)]


async def test_a_correction_sets_the_decision_right_and_is_told_of_its_own(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    clock.forward(hours=2)
    corrected = announced("2025-06-19", CORRECTED)
    facts.announced[REF] = told(REF, corrected, DECIDED, OLDER)
    assert await watch.look() == 1
    wrong, right = await events(database)
    assert (right.kind, right.level, wrong.corrected_by) == ("delisting_corrected", None, right.number)
    assert [job[1] for job in await jobs(database)] == ["start_campaign", "start_campaign"]
    clock.forward(minutes=2)
    assert await watch.look() == 0


async def test_a_decision_that_is_revoked_is_withdrawn_once_and_not_found_again(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    clock.now = at("2025-06-25 18:00")
    revoked = announced("2025-06-25", REVOKED)
    facts.announced[REF] = told(REF, revoked, DECIDED, OLDER)
    for _ in range(3):
        await watch.look()
        clock.forward(minutes=2)
    red, *others = await events(database)
    assert red.withdrawn_at == at("2025-06-25 18:00")
    assert sorted(each.kind for each in others) == ["delisting_revoked", "delisting_withdrawn"]
    assert [job[0] for job in await jobs(database)] == ["campaigns", "alerts", "campaigns"]


async def test_what_its_source_has_taken_back_for_half_an_hour_is_withdrawn(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    facts.announced[REF] = told(REF, NEWER, OLDER)
    clock.forward(minutes=2)
    await watch.look()
    assert (await events(database))[0].withdrawn_at is None
    clock.forward(minutes=32)
    await watch.look()
    assert (await events(database))[0].withdrawn_at is not None
    assert "delisting_withdrawn" in await kinds(database)


async def test_what_was_taken_back_and_is_told_again_is_a_new_event(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    whole = facts.announced[REF]
    for listed in (told(REF, NEWER, OLDER), told(REF, NEWER, OLDER), whole, whole):
        facts.announced[REF] = listed
        clock.forward(minutes=31)
        await watch.look()
    found = [each for each in await events(database) if each.level]
    assert [each.withdrawn_at is None for each in found] == [False, True]


async def test_a_list_that_is_cut_short_takes_nothing_back(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    facts.announced[REF] = told(REF, OLDER)
    for _ in range(2):
        clock.forward(minutes=40)
        await watch.look()
    assert (await events(database))[0].withdrawn_at is None


async def test_a_slip_of_the_source_takes_nothing_back(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    whole = facts.announced[REF]
    for listed in (told(REF, NEWER, OLDER), whole, told(REF, NEWER, OLDER)):
        facts.announced[REF] = listed
        clock.forward(minutes=20)
        await watch.look()
    assert (await events(database))[0].withdrawn_at is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        (POSSIBLE, "possible_delisting"),
        (
            "关于收到深圳证券交易所《事先告知书》暨公司股票可能被终止上市的风险提示性公告",
            "delisting_prior_notice",
        ),
        ("关于公司A股股票连续停牌直至终止上市、实施换股吸收合并的提示性公告", "delisting_voluntary"),
        ("关于股票终止上市暨摘牌的公告", "delisting_removed"),
        ("关于某转债终止上市的公告", "announcement"),
        ("关于公司股票终止上市听证会的公告", "delisting_hearing"),
    ],
)
async def test_what_is_no_decision_has_no_level_and_begins_no_campaign(
    watch: DelistingWatch, database: Database, facts: GivenFacts, title: str, kind: str
) -> None:
    facts.announced[REF] = told(REF, announced("2025-06-19", title), OLDER)
    await watch.look()
    (event,) = await events(database)
    assert (event.kind, event.level) == (kind, None)
    assert not [job for job in await jobs(database) if job[0] == "campaigns"]


async def test_a_share_that_leaves_of_its_own_will_is_never_red(
    watch: DelistingWatch, database: Database, facts: GivenFacts
) -> None:
    own = announced("2025-06-10", "关于公司股票后续停牌及现金选择权相关事宜的说明公告")
    facts.announced[REF] = told(REF, DECIDED, own)
    await watch.look()
    assert {each.level for each in await events(database)} == {None}
    assert set(await kinds(database)) == {"delisting_voluntary"}


async def test_the_delisting_period_follows_the_decision_as_orange(
    watch: DelistingWatch, database: Database, facts: GivenFacts, clock: Clock
) -> None:
    await watch.look()
    period = announced("2025-06-26", "关于公司股票进入退市整理期交易的公告")
    again = announced("2025-07-01", "关于公司股票进入退市整理期交易的第二次风险提示公告")
    for day, listed in (("2025-06-26", [period]), ("2025-07-01", [period, again])):
        clock.now = at(f"{day} 08:00")
        facts.announced[REF] = told(REF, DECIDED, OLDER, *listed)
        await watch.look()
    assert [each.level for each in await events(database)] == ["red", "orange"]
