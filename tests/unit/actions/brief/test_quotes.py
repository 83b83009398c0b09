"""Midday and close: the indices, and one's own shares in the order in which they are watched."""

from typing import Any

import pytest

from actions.brief.briefing import TASK
from actions.errors import NothingToTell
from actions.utterance import payload
from market.announcements import ANNOUNCEMENTS, Announcement
from market.company import PROFILE, Profile
from market.fact import Fact, Gap
from market.quote import QuoteMissing
from market.sectors import SECTORS, Sector
from market.sources.demo_sectors import load_sectors
from tests.unit.actions.brief.given import FRIDAY, HUATU, INDICES, KNOWN, briefing, closing, lines, told
from tests.unit.actions.given import CSI_300, FUND, GONE, MOUTAI, PING_AN, PING_AN_BANK, SHANGHAI_INDEX
from tests.unit.actions.given_facts import moment
from tests.unit.actions.test_sector import REAL

OWN = (closing(PING_AN), closing(MOUTAI))
RELEASED = moment("2022-05-11 18:20")
REAL_TITLE = "2021年年度报告(更新后)(2)"


async def test_the_close_tells_indices_and_own_shares_with_time_source_and_the_way_out() -> None:
    said = await lines("close", [PING_AN, MOUTAI], FRIDAY, None, *INDICES, *OWN)
    assert said == [
        "收盘简报 07-31 周五",
        "【行情】07-31 15:00 收盘 · 腾讯行情",
        "上证指数 3832.26 +0.72%",
        "深证成指 13578.93 +2.21%",
        "中国平安 601318 54.90 -1.61%",
        "贵州茅台 600519 1350.60 -0.82%",
        "自动回复 · 不构成投资建议 · 回复“退订收盘”可退订",
    ]


async def test_the_order_is_the_investors_own_and_not_that_of_gains() -> None:
    one = await lines("close", [MOUTAI, PING_AN], FRIDAY, None, *INDICES, *OWN)
    other = await lines("close", [PING_AN, MOUTAI], FRIDAY, None, *INDICES, *OWN)
    assert one[4:6] == other[5:3:-1]


async def test_a_button_unsubscribes_and_own_shares_are_account_data() -> None:
    brief = await told("close", [MOUTAI], FRIDAY, None, *INDICES, *OWN)
    assert [(each.title, each.payload) for each in brief.buttons] == [
        ("退订收盘", payload("go_on_task", task=TASK, choice="off:close"))
    ]
    assert brief.own
    assert not (await told("close", [], FRIDAY, None, *INDICES)).own


async def test_who_watches_nothing_gets_the_market_and_hears_how_to_watch() -> None:
    said = await lines("close", [], FRIDAY, None, *INDICES)
    assert said[1] == "【指数】07-31 15:00 收盘 · 腾讯行情"
    assert said[-2] == "您还没有自选股，说“加自选 贵州茅台”就能加"


async def test_suspended_missing_and_delisted_shares_say_so() -> None:
    quotes = (closing(PING_AN, suspended=True, last=None), QuoteMissing(PING_AN_BANK, "source_down"))
    gone = QuoteMissing(GONE, "delisted")
    said = await lines("close", [PING_AN, PING_AN_BANK, GONE, FUND], FRIDAY, None, *INDICES, *quotes, gone)
    assert said[4:8] == [
        "中国平安 601318 停牌",
        "平安银行 000001 暂时取不到",
        "康得新 002450 已终止上市",
        "沪深300ETF 510300 暂无数据",
    ]


async def test_a_quote_of_an_older_day_tells_its_day() -> None:
    old = closing(MOUTAI, "2026-07-30 15:00", stale=True)
    said = await lines("close", [PING_AN, MOUTAI], FRIDAY, None, *INDICES, OWN[0], old)
    assert said[1] == "【行情】暂时取不到更新，07-31 15:00 收盘 · 腾讯行情"
    assert said[5].endswith("（07-30）")


async def test_an_index_that_cannot_be_had_is_named() -> None:
    said = await lines("close", [MOUTAI], FRIDAY, None, closing(SHANGHAI_INDEX), closing(MOUTAI))
    assert "暂缺：深证成指（暂时取不到）" in said


async def test_more_shares_than_fit_are_counted_and_shown_by_a_button() -> None:
    many = [each for each in KNOWN if each.kind == "stock"]
    made = briefing(FRIDAY, None, *INDICES, *OWN)
    refs = [each.ref for each in (*many, FUND, CSI_300)]
    brief = await made.now("close", refs)
    said = brief.text.splitlines()
    assert len(said) == 12
    assert said[-2] == "其余 4 项点“看全部”"
    assert [(each.title, each.payload) for each in brief.buttons][0] == (
        "看全部",
        payload("go_on_task", task=TASK, choice="more:close:0"),
    )
    first, second = await made.more("close", refs, 0), await made.more("close", refs, 9)
    assert first.text.splitlines()[:3] == [*said[:2], said[4]]
    assert first.text.splitlines()[-2] == "还有 1 项点“再看9项”"
    assert [each.title for each in first.buttons] == ["再看9项", "退订收盘"]
    assert second.text.splitlines()[2].startswith("沪深300 000300")
    assert [each.title for each in second.buttons] == ["退订收盘"]


async def test_announcements_of_the_evening_stand_below_and_older_ones_do_not() -> None:
    titles = (
        Announcement(moment("2022-05-11 00:00"), REAL_TITLE, released=RELEASED),
        Announcement(moment("2022-05-11 00:00"), "关于2021年年度报告更正的公告"),
    )
    at = "2022-05-11 18:30"
    indices = [closing(each.security, "2022-05-11 15:00") for each in INDICES]
    said = await lines("close", [HUATU], at, {(ANNOUNCEMENTS, HUATU): titles}, *indices)
    assert "【盘后公告】05-11 18:30 · 巨潮资讯" in said
    assert f"华图山鼎 300492 公告《{REAL_TITLE}》" in said
    none = await lines("close", [HUATU], at, {(ANNOUNCEMENTS, HUATU): titles[1:]}, *indices)
    assert "自选没有查到盘后公告（05-11 18:30 · 巨潮资讯）" in none


async def test_announcements_that_nobody_can_give_are_named_and_not_said_to_be_none() -> None:
    known: Any = {(ANNOUNCEMENTS, MOUTAI): Gap("source_down")}
    said = await lines("close", [MOUTAI], FRIDAY, known, *INDICES, *OWN)
    assert "暂缺：公告（暂时取不到）" in said
    assert not [line for line in said if "没有查到" in line]


async def test_midday_tells_the_industries_of_what_is_watched() -> None:
    table = Fact((*REAL, Sector("白酒", REAL[0].change_percent)), moment("2026-07-31 11:30"), "同花顺")
    known: Any = {
        (SECTORS, "industry"): table,
        (PROFILE, MOUTAI): Profile(industry="白酒"),
        (PROFILE, PING_AN): Gap("source_down"),
    }
    noon = [closing(each.security, "2026-07-31 11:30", phase="lunch") for each in (*INDICES, *OWN)]
    said = await lines("midday", [MOUTAI, PING_AN], "2026-07-31 11:35", known, *noon)
    assert said[0] == "午间简报 07-31 周五"
    assert said[1] == "【行情】07-31 11:30 午间休市 · 腾讯行情"
    change = f"{REAL[0].change_percent:+.2f}%"
    assert f"【所属行业】白酒 {change}（07-31 11:30 · 同花顺）" in said
    assert "暂缺：1只的所属行业（暂时取不到）" in said


async def test_a_demonstration_says_that_it_is_one_of_which_day() -> None:
    sectors = load_sectors("industry")
    known: Any = {
        (SECTORS, "industry"): Fact(sectors, moment("2021-10-26 15:00"), "演示数据", demo=True),
        (PROFILE, MOUTAI): Profile(industry="半导体及元件"),
    }
    quotes = [closing(each.security, demo=True) for each in (*INDICES, *OWN)]
    said = await lines("midday", [MOUTAI], "2026-11-27 11:35", known, *quotes, mode="demo")
    assert said[0] == "午间简报 2026-11-27 周五"
    assert said[1] == "【行情】演示数据 截至 2026-07-31 15:00 收盘"
    assert "【所属行业】半导体及元件 +0.17%（演示数据 截至 2021-10-26 15:00）" in said


async def test_at_its_time_a_brief_of_another_day_is_not_sent() -> None:
    yesterday = [closing(each.security, "2026-07-30 15:00", stale=True) for each in INDICES]
    made = briefing(FRIDAY, None, *yesterday)
    with pytest.raises(NothingToTell):
        await made.prepare("close:SH600519")
    assert (await made.now("close", ["SH600519"])).text
    with pytest.raises(NothingToTell):
        await briefing(FRIDAY).now("close", [])
    with pytest.raises(KeyError):
        await made.prepare("yearly:SH600519")


async def test_what_is_prepared_is_a_message_of_the_contract() -> None:
    [message] = await briefing(FRIDAY, None, *INDICES, *OWN).prepare("close:SH600519,SH601318")
    assert message["account"] is True
    assert [each["title"] for each in message["buttons"]] == ["退订收盘"]
    assert message["text"].startswith("收盘简报")
