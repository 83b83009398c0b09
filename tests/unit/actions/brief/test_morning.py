"""The morning: what awaits an investor today, each thing on its day, with time and source."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from market.announcements import ANNOUNCEMENTS, Announcement
from market.fact import Fact, Gap
from market.ipo import IPO_CALENDAR
from market.schedule import DISCLOSURES, DIVIDENDS, Disclosure, Dividend
from market.sources.demo_risk import suspension
from market.sources.samples import FOLDER, rows_of
from market.suspension import SUSPENSIONS
from market.unlock import UNLOCKS, Unlock
from tests.unit.actions.brief.given import (
    GUOLIAN,
    HUATU,
    INDICES,
    JIUZHI,
    PUFA,
    WEICHAI,
    briefing,
    lines,
)
from tests.unit.actions.given import MOUTAI, PING_AN_BANK
from tests.unit.actions.given_facts import moment
from tests.unit.actions.ipo.given import TIANMAI, XINLV
from tests.unit.actions.test_schedule import PAID

SUSPENDED = tuple(suspension(row) for row in rows_of(FOLDER / "suspensions.csv"))
TITLE = "关于2021年年度报告更正的公告"


async def morning(day: str, *watched: Any, known: Any = None, **market: Any) -> list[str]:
    return await lines("morning", watched, f"{day} 08:45", known, *INDICES, **market)


async def test_the_indices_are_those_of_the_last_close() -> None:
    said = await morning("2026-08-03", MOUTAI)
    assert said[:3] == ["早报 08-03 周一", "【指数】07-31 15:00 收盘 · 腾讯行情", "上证指数 3832.26 +0.72%"]
    assert said[-1] == "自动回复 · 不构成投资建议 · 回复“退订早报”可退订"


async def test_at_its_time_a_close_of_friday_does_for_monday_and_an_older_one_does_not() -> None:
    assert await briefing("2026-08-03 08:45", None, *INDICES).prepare("morning:")
    late = briefing("2026-08-04 08:45", None, *INDICES)
    with pytest.raises(Exception, match="morning"):
        await late.prepare("morning:")


async def test_new_shares_to_apply_for_and_to_pay_for_are_told_on_their_days() -> None:
    issues = {(IPO_CALENDAR, None): (TIANMAI, XINLV)}
    told = {day: (await morning(f"2024-10-{day}", known=issues))[4] for day in ("15", "17", "21")}
    assert told == {
        "15": "【新股】今日申购 苏州天脉（10-15 08:45 · 巨潮资讯）",
        "17": "【新股】今日缴款 苏州天脉（10-17 08:45 · 巨潮资讯）",
        "21": "【新股】今日没有新股申购和缴款（10-21 08:45 · 巨潮资讯）",
    }


async def test_a_disputed_day_is_marked_and_many_names_are_counted() -> None:
    many = [replace(TIANMAI, code=f"30162{n}", name=f"新股{n}") for n in range(5)]
    many[0] = replace(many[0], disputed=frozenset({"apply_date"}))
    said = await morning("2024-10-15", known={(IPO_CALENDAR, None): tuple(many)})
    assert said[4].startswith("【新股】今日申购 新股0（日期待核实）、新股1、新股2等5只（")


async def test_old_lists_of_new_shares_say_nothing_of_today() -> None:
    old = Fact((TIANMAI,), moment("2024-10-10 09:00"), "同花顺", stale=True)
    said = await morning("2024-10-15", known={(IPO_CALENDAR, None): old})
    assert not [line for line in said if "新股】" in line]
    assert "暂缺：新股（暂时取不到）" in said


async def test_suspensions_of_today_those_that_go_on_and_those_that_end() -> None:
    known: Any = {(SUSPENSIONS, date(2024, 4, day)): SUSPENDED for day in (26, 29)}
    said = await morning("2024-04-26", JIUZHI, GUOLIAN, MOUTAI, known=known)
    assert "九芝堂 000989 今日复牌" in said
    assert "国联证券 601456 今日起停牌" in said
    assert not [line for line in said if "贵州茅台" in line]
    later = await morning("2024-04-29", GUOLIAN, known=known)
    assert "国联证券 601456 04-26起停牌中" in later


async def test_ex_right_unlock_and_report_are_told_on_their_day_alone() -> None:
    known = {
        (DIVIDENDS, PING_AN_BANK): (PAID,),
        (UNLOCKS, PUFA): (Unlock(date(2020, 9, 4), 1_248_316_500),),
        (DISCLOSURES, PING_AN_BANK): (Disclosure(date(2019, 12, 31), date(2020, 2, 14)),),
    }
    told = {
        day: [line for line in await morning(day, PING_AN_BANK, PUFA, known=known) if "今日" in line]
        for day in ("2020-05-27", "2020-05-28", "2020-09-04", "2020-02-14")
    }
    assert told == {
        "2020-05-27": [],
        "2020-05-28": ["平安银行 000001 今日除权除息，每10股派2.18元（含税）"],
        "2020-09-04": ["浦发银行 600000 今日解禁12.48亿股"],
        "2020-02-14": ["平安银行 000001 2019年报预约今日披露"],
    }


@pytest.mark.parametrize(
    ("day", "parts", "said"),
    [
        ("2017-07-21", {"cash": Decimal("2.5"), "bonus": Decimal(10)}, "每10股送10股派2.5元（含税）"),
        ("2010-12-06", {"transfer": Decimal(10)}, "每10股转增10股"),
    ],
)
async def test_shares_that_come_on_an_ex_right_day_are_told_with_the_cash(
    day: str, parts: dict[str, Any], said: str
) -> None:
    """潍柴动力: 10送10派2.5元 (data/demo/schedule.csv), and 10转10 by the same source."""
    given = Dividend("implemented", ex_date=date.fromisoformat(day), **parts)
    lines = await morning(day, WEICHAI, known={(DIVIDENDS, WEICHAI): (given,)})
    assert f"潍柴动力 000338 今日除权除息，{said}" in lines


async def test_what_falls_on_a_weekend_or_a_holiday_is_told_on_the_day_before_it() -> None:
    report = Disclosure(date(2024, 9, 30), date(2024, 10, 6))
    known = {(DISCLOSURES, MOUTAI): (report,)}
    eve = await morning("2024-09-30", MOUTAI, known=known)
    assert "贵州茅台 600519 2024三季报预约10-06披露" in eve
    assert not [line for line in await morning("2024-09-27", MOUTAI, known=known) if "披露" in line]


async def test_a_report_that_is_out_or_a_plan_without_dates_is_no_event() -> None:
    known = {
        (DIVIDENDS, MOUTAI): (replace(PAID, progress="plan"),),
        (DISCLOSURES, MOUTAI): (Disclosure(date(2019, 12, 31), date(2020, 5, 28), actual=date(2020, 4, 30)),),
    }
    said = await morning("2020-05-28", MOUTAI, known=known)
    assert "自选没有查到新公告、停复牌和到期日程（05-28 08:45 · 巨潮资讯）" in said


@pytest.mark.parametrize(
    ("released", "told"),
    [
        ("2022-05-10 14:59", False),
        ("2022-05-10 15:00", True),
        ("2022-05-11 07:30", True),
        (None, True),
    ],
)
async def test_announcements_count_from_the_last_close_by_the_hour_they_came_out(
    released: str | None, told: bool
) -> None:
    one = Announcement(moment("2022-05-11 00:00"), TITLE, released=moment(released) if released else None)
    said = await morning("2022-05-11", HUATU, known={(ANNOUNCEMENTS, HUATU): (one,)})
    assert (f"华图山鼎 300492 公告《{TITLE}》" in said) is told


async def test_over_a_holiday_announcements_count_from_the_close_before_it() -> None:
    one = Announcement(moment("2022-05-03 00:00"), TITLE)
    said = await morning("2022-05-05", HUATU, known={(ANNOUNCEMENTS, HUATU): (one,)})
    assert f"华图山鼎 300492 公告《{TITLE}》" in said
    next_day = await morning("2022-05-06", HUATU, known={(ANNOUNCEMENTS, HUATU): (one,)})
    assert not [line for line in next_day if TITLE in line]


async def test_several_announcements_are_one_line_and_long_titles_are_cut() -> None:
    several = tuple(Announcement(moment("2022-05-11 00:00"), TITLE * (3 - n)) for n in range(2))
    said = await morning("2022-05-11", HUATU, known={(ANNOUNCEMENTS, HUATU): several})
    assert f"华图山鼎 300492 公告《{(TITLE * 3)[:23]}…》等2条" in said


async def test_a_part_that_nobody_can_give_is_named_and_the_others_are_told() -> None:
    known = {
        (IPO_CALENDAR, None): (TIANMAI,),
        (ANNOUNCEMENTS, HUATU): (Announcement(moment("2024-10-15 00:00"), TITLE),),
        (ANNOUNCEMENTS, MOUTAI): Gap("source_down"),
        (SUSPENSIONS, date(2024, 10, 15)): Gap("source_down"),
    }
    said = await morning("2024-10-15", HUATU, MOUTAI, known=known)
    assert f"华图山鼎 300492 公告《{TITLE}》" in said
    assert "暂缺：停复牌、1只的公告（暂时取不到）" in said


async def test_samples_do_not_say_that_nothing_happened_today() -> None:
    old = Fact(
        (Announcement(moment("2022-05-11 00:00"), TITLE),), moment("2022-05-11 00:00"), "演示数据", demo=True
    )
    known = {(ANNOUNCEMENTS, HUATU): old}
    quotes = [replace(each, demo=True) for each in INDICES]
    said = await lines("morning", [HUATU], "2026-11-27 08:45", known, *quotes, mode="demo")
    assert said[1] == "【指数】演示数据 截至 2026-07-31 15:00 收盘"
    assert said[-2] == "暂缺：新股、停复牌、除权除息、解禁、报告预约、公告（演示数据里没有）"
    assert not [line for line in said if "没有查到" in line]


async def test_a_part_that_breaks_is_named() -> None:
    known = {(DIVIDENDS, MOUTAI): (object(),), (IPO_CALENDAR, None): (TIANMAI,)}
    said = await morning("2024-10-15", MOUTAI, known=known)
    assert "暂缺：自选（暂时取不到）" in said
    assert said[4].startswith("【新股】")
