"""The week: what is watched beside the 沪深300, from the close before it to its last one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.brief.week import week_of
from actions.errors import NothingToTell
from market.bars import DAILY_BARS, BarsKey
from market.company import PROFILE, Profile
from market.fact import Fact, Gap
from market.sectors import SECTORS
from tests.unit.actions.brief.given import bars, briefing, lines
from tests.unit.actions.given import CSI_300, MOUTAI, PING_AN, PING_AN_BANK
from tests.unit.actions.given_facts import moment
from tests.unit.actions.test_sector import REAL

MARKET = bars(
    *(("2026-07-24", "4649.1917"), ("2026-07-27", "4702.4272"), ("2026-07-28", "4569.5235")),
    *(("2026-07-29", "4600.2624"), ("2026-07-30", "4549.7201"), ("2026-07-31", "4588.1968")),
)
OWN = bars(
    *(("2026-07-24", "1297.41"), ("2026-07-27", "1289.5"), ("2026-07-28", "1320")),
    *(("2026-07-29", "1321"), ("2026-07-30", "1361.76"), ("2026-07-31", "1350.6")),
)
"""沪深300 and 贵州茅台 in the last week of 2026-07."""
FRIDAY = "2026-07-31 15:40"
KNOWN: dict[Any, Any] = {
    (DAILY_BARS, BarsKey(CSI_300, adjusted=True)): Fact(MARKET, moment("2026-07-31 15:00"), "腾讯行情"),
    (DAILY_BARS, BarsKey(MOUTAI, adjusted=True)): Fact(OWN, moment("2026-07-31 15:00"), "腾讯行情"),
}
MONDAY = date(2026, 7, 27)


async def test_each_share_stands_beside_the_index() -> None:
    said = await lines("weekly", [MOUTAI], FRIDAY, KNOWN)
    assert said[:4] == [
        "周报 07-27 至 07-31",
        "【一周涨跌】07-31 15:00 · 腾讯行情",
        "沪深300 -1.31%",
        "贵州茅台 600519 +4.10%，比沪深300 +5.41个百分点",
    ]
    assert said[-1].endswith("回复“退订周报”可退订")


async def test_that_no_house_tells_a_sectors_week_is_said() -> None:
    known = KNOWN | {
        (SECTORS, "industry"): Fact(REAL, moment("2026-07-31 15:30"), "同花顺"),
        (PROFILE, MOUTAI): Profile(industry=REAL[1].name),
    }
    said = await lines("weekly", [MOUTAI], FRIDAY, known)
    assert f"【所属行业】{REAL[1].name} {REAL[1].change_percent:+.2f}%（07-31 15:30 · 同花顺）" in said
    assert "暂缺：行业一周涨跌（没有这一项）" in said


async def test_a_share_that_stopped_in_the_week_is_not_measured_against_the_index() -> None:
    stopped = Fact(OWN[:4], moment("2026-07-31 15:00"), "腾讯行情")
    away = Fact(OWN[:1], moment("2026-07-31 15:00"), "腾讯行情")
    known = KNOWN | {
        (DAILY_BARS, BarsKey(MOUTAI, adjusted=True)): stopped,
        (DAILY_BARS, BarsKey(PING_AN, adjusted=True)): away,
        (DAILY_BARS, BarsKey(PING_AN_BANK, adjusted=True)): Gap("source_down"),
    }
    said = await lines("weekly", [MOUTAI, PING_AN, PING_AN_BANK], FRIDAY, known)
    assert said[3:6] == [
        "贵州茅台 600519 +1.82%（07-27 至 07-29）",
        "中国平安 601318 本周没有成交",
        "平安银行 000001 暂时取不到",
    ]


async def test_old_bars_do_not_say_that_nothing_was_traded() -> None:
    old = Fact(OWN[:1], moment("2026-07-24 15:00"), "腾讯行情", stale=True)
    said = await lines(
        "weekly", [MOUTAI], FRIDAY, KNOWN | {(DAILY_BARS, BarsKey(MOUTAI, adjusted=True)): old}
    )
    assert said[3] == "贵州茅台 600519 暂时取不到"


def test_an_ex_right_day_is_no_fall() -> None:
    """The week of 贵州茅台 with a made dividend of 100 yuan: exchanges lower the close before such a day."""
    before, monday, tuesday = OWN[:3]
    lowered = replace(OWN[3], previous_close=tuesday.close - 100, close=tuesday.close - 100)
    fact = Fact((before, monday, tuesday, lowered), moment(FRIDAY), "腾讯行情")
    change = week_of(fact, MONDAY).change
    assert change is not None
    assert round(change, 2) == round((tuesday.close / before.close - 1) * 100, 2)


def test_without_a_close_before_the_week_there_is_no_change() -> None:
    first = tuple(replace(bar, previous_close=None) for bar in OWN[1:])
    assert week_of(Fact(first, moment(FRIDAY), "腾讯行情"), MONDAY).change is None
    known = (OWN[0], *first)
    change = week_of(Fact(known, moment(FRIDAY), "腾讯行情"), MONDAY).change
    assert change == (Decimal("1350.6") / Decimal("1297.41") - 1) * 100


async def test_a_week_of_samples_tells_its_own_days() -> None:
    sample = Fact(OWN, moment("2026-07-31 15:00"), "演示数据", demo=True)
    known: Any = {(DAILY_BARS, BarsKey(MOUTAI, adjusted=True)): sample}
    said = await lines("weekly", [MOUTAI], "2026-11-27 15:40", known, mode="demo")
    assert said[1:3] == [
        "【一周涨跌】演示数据 截至 2026-07-31 15:00",
        "贵州茅台 600519 +4.10%（2026-07-27 至 2026-07-31）",
    ]
    assert any(line.startswith("暂缺：沪深300一周涨跌") for line in said)


async def test_while_the_last_day_is_not_in_yet_it_is_not_sent() -> None:
    behind = {key: replace(fact, value=fact.value[:-1]) for key, fact in KNOWN.items()}
    with pytest.raises(NothingToTell):
        await briefing(FRIDAY, behind).prepare("weekly:SH600519")
    assert await briefing(FRIDAY, KNOWN).prepare("weekly:SH600519")


async def test_the_week_before_a_holiday_ends_with_its_last_trading_day() -> None:
    said = await lines("weekly", [MOUTAI], "2026-09-24 15:40", KNOWN)
    assert said[0] == "周报 09-21 至 09-24"
