"""Draws: what is published, what an investor's own numbers say beside it, and what nobody here can see.

The winning numbers are of no real draw: no source with a licence prints any.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION
from tests.unit.actions.ipo.given import SHARES, TIANMAI, answer, fact, features, said

RESULT = "ask_ipo_result"
DRAWN = replace(TIANMAI, tails=("6459", "1459", "08123"), winning_rate=Decimal("0.0234"))
GIVEN = features(
    {
        IPO_CALENDAR.name: fact(tuple(DRAWN if ipo is TIANMAI else ipo for ipo in SHARES)),
        IPO_SECOND_OPINION.name: fact((), "巨潮资讯"),
    }
)


async def test_a_number_that_ends_with_a_published_one_is_said_to_have_won() -> None:
    told = await said(RESULT, "苏州天脉 我的配号是100012346450到100012346460", GIVEN)
    assert "中签：100012346459" in told
    assert "中签号末尾 6459、1459、08123" in told
    assert "最终以您账户里的中签结果为准" in told


async def test_numbers_that_end_otherwise_are_said_to_have_lost() -> None:
    told = await said(RESULT, "苏州天脉配号100012340000共11个", GIVEN)
    assert "这11个配号没有与中签号末尾相同的" in told
    assert "中签：" not in told


async def test_many_winners_are_counted_and_not_all_listed() -> None:
    told = await said(RESULT, "苏州天脉 配号100012340000到100012344999", GIVEN)
    assert "100012341459" in told
    won = [number for number in range(100012340000, 100012345000) if str(number).endswith(DRAWN.tails)]
    assert len(won) <= 5 or f"等{len(won)}个" in told


async def test_before_the_draw_nothing_is_compared() -> None:
    told = await said(RESULT, "苏州天脉 我的配号是100012346459")
    assert told.startswith("苏州天脉（301626）的中签号还没有查到，现在不能比对")
    assert "预计10-17 周四公布" in told


async def test_too_short_a_number_is_not_compared() -> None:
    long_tail = replace(DRAWN, tails=("0123456789",))
    given = features({IPO_CALENDAR.name: fact((long_tail,)), IPO_SECOND_OPINION.name: fact((), "巨潮资讯")})
    assert "现在不能比对" in await said(RESULT, "苏州天脉 配号12345678", given)


async def test_numbers_alone_are_asked_to_be_named() -> None:
    assert (await said(RESULT, "我的配号是100012346459", GIVEN)).startswith("这些配号是哪只新股的")


async def test_a_range_that_makes_no_sense_is_not_guessed() -> None:
    assert "没有看懂这段配号" in await said(RESULT, "苏州天脉 配号100012346459到100012346000", GIVEN)


async def test_rate_and_numbers_of_a_named_share_come_first() -> None:
    assert (await said(RESULT, "苏州天脉中签率", GIVEN)).startswith("苏州天脉中签率：0.0234%")
    assert (await said(RESULT, "苏州天脉中签号", GIVEN)).startswith("苏州天脉中签号：6459、1459、08123")
    assert (await said(RESULT, "苏州天脉中签率")).startswith("没有查到苏州天脉的中签率")


async def test_the_day_of_a_result_is_told_where_the_numbers_are_asked_for() -> None:
    pressed = await said(RESULT, "", details={"ipo": "301626"})
    assert pressed.startswith("苏州天脉中签公布日：10-17 周四")
    asked = await said(RESULT, "苏州天脉中签号什么时候公布")
    assert asked.startswith("苏州天脉中签公布日：10-17 周四")


async def test_whose_result_is_published_on_a_day() -> None:
    told = await said(RESULT, "后天公布中签结果的新股", GIVEN)
    assert told.startswith("10-17 周四公布中签结果 1只新股\n苏州天脉 301626  中签率 0.0234%")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("我中签了吗", "我看不到您的账户。T+2日可以在券商App"),
        ("今天我中签了没", "我看不到您的账户"),
        ("配号是什么意思", "每500股一个，号码连续"),
        ("哪天公布中签号", "T+1日配号并摇号，T+2日公布中签结果"),
        ("一签多少股", "沪深新股一签是500股，可转债一签是10张"),
        ("怎么才能中签", "没有办法提高"),
        ("早上打和下午打中签率一样吗", "与申购早晚无关"),
        ("没收到短信是不是没中", "没收到不代表没中"),
    ],
)
async def test_each_question_about_a_draw_has_its_answer(text: str, part: str) -> None:
    assert part in await said(RESULT, text, GIVEN)


async def test_nobody_is_told_to_have_won_without_a_number() -> None:
    for text in ("我中签了吗", "苏州天脉我中了吗", "昨天打的新股中了吗"):
        told = await said(RESULT, text, GIVEN)
        assert "中签：" not in told
        assert "没有与中签号末尾相同" not in told


async def test_the_share_of_a_button_is_the_one_that_was_shown() -> None:
    found = await answer(RESULT, "", GIVEN, details={"ipo": "301626"})
    assert [security.ref for security in found.shown] == ["SZ301626"]
