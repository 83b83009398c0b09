"""An article goes to the public by two people, can be timed, ended, withdrawn, and gone back to."""

import asyncio
from datetime import date, timedelta

import pytest

from knowledge.editing import Editing
from knowledge.errors import (
    BadArticle,
    DayPassed,
    EditedMeanwhile,
    NeverShown,
    NoArticle,
    NotYet,
    NoVersion,
    SamePerson,
    StoreAway,
)
from knowledge.store import Store
from knowledge.versions import difference
from tests.unit.knowledge.conftest import Calendar
from tests.unit.knowledge.given import MONDAY, cells, published, shown

TUESDAY = MONDAY + timedelta(days=1)


async def states(store: Store, id: str = "ACC91") -> list[str]:
    return [each.state for each in await store.history(id)]


async def test_what_is_written_is_public_only_after_a_second_person_has_approved(
    editing: Editing, store: Store
) -> None:
    await editing.save(cells(answer="新答案"), "甲")
    assert await store.published() == []
    with pytest.raises(NotYet, match="it must be submitted first"):
        await editing.approve("ACC91", "乙")
    await editing.submit("ACC91")
    with pytest.raises(NotYet, match="it must be approved first"):
        await editing.publish("ACC91")
    await editing.approve("ACC91", "乙")
    assert shown(await store.published(), MONDAY) is None
    version = await editing.publish("ACC91")
    assert shown(await store.published(), MONDAY) == "新答案"
    assert (version.author, version.reviewer, version.state) == ("甲", "乙", "published")


@pytest.mark.parametrize("person", ["甲乙", " 甲乙 ", "甲乙".upper()])
async def test_nobody_approves_their_own_words(editing: Editing, store: Store, person: str) -> None:
    await editing.save(cells(), "甲乙")
    await editing.submit("ACC91")
    with pytest.raises(SamePerson) as refusal:
        await editing.approve("ACC91", person)
    assert refusal.value.person == "甲乙"
    assert await states(store) == ["in_review"]
    assert (await store.version("ACC91", 1)).reviewer is None


async def test_editing_what_is_in_review_asks_for_a_new_review(editing: Editing, store: Store) -> None:
    await editing.save(cells(), "甲")
    await editing.submit("ACC91")
    await editing.approve("ACC91", "乙")
    await editing.save(cells(answer="又改了"), "甲")
    with pytest.raises(NotYet):
        await editing.publish("ACC91")
    assert await states(store) == ["retired", "draft"]


async def test_a_bad_article_is_refused_with_all_its_faults(editing: Editing, store: Store) -> None:
    with pytest.raises(BadArticle) as refusal:
        await editing.save(cells(mode="magic", sources=[]), "甲")
    assert refusal.value.faults == ("mode must be self, guide or human.", "it needs a source.")
    with pytest.raises(NoArticle):
        await store.history("ACC91")


async def test_who_edits_an_old_version_is_told_so(editing: Editing) -> None:
    await published(editing, answer="一")
    await editing.save(cells(answer="二"), "甲", based_on=1)
    with pytest.raises(EditedMeanwhile) as refusal:
        await editing.save(cells(answer="三"), "丙", based_on=1)
    assert (refusal.value.based_on, refusal.value.newest) == (1, 2)


async def test_a_new_version_takes_the_place_of_the_old_one(editing: Editing, store: Store) -> None:
    await published(editing, answer="一")
    await published(editing, answer="二")
    assert await states(store) == ["retired", "published"]
    assert shown(await store.published(), MONDAY) == "二"


async def test_a_scheduled_version_is_shown_from_its_day_and_the_old_one_until_then(
    editing: Editing, store: Store
) -> None:
    await published(editing, answer="旧")
    await published(editing, begin=TUESDAY, answer="新")
    public = await store.published()
    assert [shown(public, MONDAY), shown(public, TUESDAY)] == ["旧", "新"]


async def test_a_correction_of_today_does_not_hide_what_begins_tomorrow(
    editing: Editing, store: Store
) -> None:
    await published(editing, answer="旧")
    await published(editing, begin=TUESDAY, answer="明天起")
    await published(editing, answer="旧，改了错字")
    public = await store.published()
    assert [shown(public, MONDAY), shown(public, TUESDAY)] == ["旧，改了错字", "明天起"]


async def test_only_one_version_waits_for_its_day(editing: Editing, store: Store) -> None:
    await published(editing, begin=TUESDAY, answer="原定")
    await published(editing, begin=TUESDAY + timedelta(days=1), answer="改期")
    assert shown(await store.published(), TUESDAY) is None
    assert await states(store) == ["retired", "published"]


async def test_nothing_begins_in_the_past(editing: Editing) -> None:
    with pytest.raises(DayPassed):
        await published(editing, begin=MONDAY)


async def test_an_article_ends_with_its_last_day(editing: Editing, store: Store) -> None:
    await published(editing, answer="限时")
    await editing.expire("ACC91", MONDAY, "丙")
    public = await store.published()
    assert [shown(public, MONDAY), shown(public, TUESDAY)] == ["限时", None]
    with pytest.raises(DayPassed):
        await editing.expire("ACC91", MONDAY - timedelta(days=1), "丙")


async def test_what_is_shown_for_some_days_gives_way_to_the_old_one_afterwards(
    editing: Editing, store: Store, calendar: Calendar
) -> None:
    await published(editing, answer="平时")
    await published(editing, begin=TUESDAY, answer="假期", effective_to=TUESDAY.isoformat())
    public, after = await store.published(), TUESDAY + timedelta(days=1)
    assert [shown(public, day) for day in (MONDAY, TUESDAY, after)] == ["平时", "假期", "平时"]


async def test_a_withdrawn_article_is_gone_at_once_and_can_come_back(editing: Editing, store: Store) -> None:
    await published(editing, answer="错的")
    await editing.withdraw("ACC91")
    assert shown(await store.published(), MONDAY) is None
    await editing.roll_back("ACC91", 1, "丙")
    assert shown(await store.published(), MONDAY) == "错的"


async def test_going_back_makes_a_new_version_and_keeps_the_draft(editing: Editing, store: Store) -> None:
    await published(editing, answer="好的")
    await published(editing, answer="坏的")
    await editing.save(cells(answer="草稿"), "甲")
    version = await editing.roll_back("ACC91", 1, "丙", "第二版有误")
    assert (version.number, version.author, version.note) == (4, "丙", "第二版有误")
    assert shown(await store.published(), MONDAY) == "好的"
    assert await states(store) == ["retired", "retired", "draft", "published"]
    assert (await editing.submit("ACC91")).number == 3


async def test_only_what_was_public_can_be_gone_back_to(editing: Editing) -> None:
    await published(editing)
    await editing.save(cells(answer="没审过"), "甲")
    with pytest.raises(NeverShown):
        await editing.roll_back("ACC91", 2, "丙")
    with pytest.raises(NoVersion):
        await editing.roll_back("ACC91", 9, "丙")


async def test_going_back_to_an_article_that_has_ended_shows_it_again(
    editing: Editing, store: Store, calendar: Calendar
) -> None:
    await published(editing, answer="限时", effective_to=MONDAY.isoformat())
    calendar.day = date(2026, 4, 1)
    await editing.roll_back("ACC91", 1, "丙")
    assert shown(await store.published(), calendar.day) == "限时"


async def test_a_difference_names_what_was_changed_and_nothing_else(editing: Editing, store: Store) -> None:
    await published(editing, answer="一")
    await published(editing, answer="二")
    lines = difference(*await store.history("ACC91"))
    assert [line for line in lines[2:] if line[0] in "+-"] == ["-answer: 一", "+answer: 二"]


async def test_changes_are_numbered_one_after_the_other_by_however_many_editors(
    editing: Editing, store: Store
) -> None:
    await asyncio.gather(*(editing.save(cells(f"ACC{number}"), "甲") for number in range(901, 909)))
    async with store.reading() as connection:
        rows = await (await connection.execute("select change from article order by change")).fetchall()
    assert [row["change"] for row in rows] == list(range(1, 9))


async def test_a_refused_step_leaves_no_number(editing: Editing, store: Store) -> None:
    with pytest.raises(NoArticle):
        await editing.submit("ACC91")
    async with store.reading() as connection:
        row = await (await connection.execute("select seq from knowledge_change")).fetchone()
    assert row == {"seq": 0}


async def test_a_database_that_is_away_is_our_failure() -> None:
    with pytest.raises(StoreAway):
        await Store("postgresql://nobody@127.0.0.1:1/none").published()
