"""Which new shares there are on the days asked about, and what is known of a named one."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from actions.ipo.lists import IpoLists
from market.fact import Fact, Gap
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION, Ipo
from market.ipo_pipeline import IPO_PIPELINE, IPO_REVIEWS
from market.session import SHANGHAI
from tests.unit.actions.ipo.given import (
    NOVA,
    SHARES,
    TIANMAI,
    XINLV,
    answer,
    fact,
    features,
    market_of,
    said,
)

CALENDAR = "ask_ipo_calendar"
DOWN = Gap[Any]("source_down")
NOT_COVERED = Gap[Any]("not_covered")


def sample(*ipos: Ipo) -> Fact[Any]:
    at = datetime(2026, 3, 4, tzinfo=SHANGHAI)
    return fact(ipos, as_of=at, demo=True)


async def test_today_is_told_with_code_price_cap_and_the_value_that_the_cap_takes() -> None:
    told = await said(CALENDAR, "今天有什么新股能打")
    assert told.split("\n") == [
        "今天（10-15 周二）可申购 1只新股",
        "苏州天脉 301626  创业板",
        "申购代码 301626",
        "申购上限 7000股  顶格需深市市值 7万元",
        "申购 10-15  缴款 10-17",
        "没有取到：发行价",
        "可转债：集智转债 370553",
        "10-15 10:00 · 同花顺、巨潮资讯 · 自动回复 · 不构成投资建议",
    ]


async def test_two_shares_of_a_day_keep_their_details_and_more_take_a_line_each() -> None:
    two = replace(XINLV, apply_date=TIANMAI.apply_date)
    told = await said(CALENDAR, "今天打新", features({IPO_CALENDAR.name: fact((TIANMAI, two))}))
    assert "申购上限 6500股  顶格需深市市值 6.5万元" in told
    many = [replace(TIANMAI, code=f"30162{place}", name=f"新股{place}") for place in range(8)]
    quiet = {IPO_CALENDAR.name: fact(tuple(many)), IPO_SECOND_OPINION.name: DOWN}
    told = await said(CALENDAR, "今天打新", features(quiet))
    assert "可申购 8只新股" in told
    assert "新股0 301620  创业板\n" in told
    assert "另有 3只" in told


async def test_after_the_last_hour_of_the_rule_a_day_is_said_to_be_over() -> None:
    evening = features(moment=datetime(2024, 10, 15, 15, 0, tzinfo=SHANGHAI))
    assert (await said(CALENDAR, "今天有新股吗", evening)).startswith("今天（10-15 周二）的申购已经截止")
    before = features(moment=datetime(2024, 10, 15, 14, 59, tzinfo=SHANGHAI))
    assert "可申购 1只新股" in await said(CALENDAR, "今天有新股吗", before)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("明天有什么新股", "明天（10-16 周三）可申购 1只新股"),
        ("这周有什么新股", "10-14至10-20可申购 2只新股"),
        ("下周哪些新股申购", "10-21至10-27可申购 1只新股"),
        ("新股日历", "10-15至10-29可申购 3只新股"),
        ("创业板近期新股", "10-15至10-29可申购 2只创业板新股"),
        ("沪市新股", "10-15至10-29可申购 1只沪市新股"),
        ("10月17号有新股吗", "10-17 周四没有可申购的新股，接下来："),
        ("这周六有新股吗", "10-19 周六休市，没有新股申购，接下来："),
        ("科创板新股有哪些", "10-15至10-29没有可申购的科创板新股。"),
        ("11月20日有新股申购吗", "没有查到11-20 周三的新股安排，已查到的："),
        ("明天哪些新股上市", "明天（10-16 周三）上市 1只新股"),
        ("新股上市安排", "10-15至10-29上市 1只新股"),
        ("后天新股缴款", "10-17 周四缴款 1只新股"),
        ("今天哪些新股上市", "今天（10-15 周二）没有新股上市，接下来："),
        ("待上市新股", "已申购、待上市的新股 1只"),
    ],
)
async def test_each_span_of_days_has_its_list(text: str, head: str) -> None:
    assert (await said(CALENDAR, text)).split("\n")[0] == head


async def test_an_empty_day_names_the_next_ones() -> None:
    told = await said(CALENDAR, "10月17号有新股吗")
    assert "10-25  健尔康 股票代码603205  沪主板\n" in told


async def test_nothing_is_said_of_days_for_which_nothing_is_announced() -> None:
    told = await said(CALENDAR, "11月20日有新股申购吗")
    assert "没有可申购" not in told


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("新股日历", "10-16至10-29可申购 2只新股"),
        ("这周有什么新股", "10-14至10-20申购的新股 2只\n10-15  苏州天脉 301626  创业板（已截止）\n10-16"),
        ("301626能打吗", "苏州天脉申购日：10-15 周二（已截止）"),
    ],
)
async def test_what_is_over_today_is_not_offered(text: str, head: str) -> None:
    evening = features(moment=datetime(2024, 10, 15, 15, 0, tzinfo=SHANGHAI))
    assert (await said(CALENDAR, text, evening)).startswith(head)


async def test_nothing_unknown_is_told_as_a_dash() -> None:
    for text in ("今天打新", "新股日历", "这周新股", "苏州天脉", "健尔康", "通领科技", "近期上市新股"):
        assert "—" not in await said(CALENDAR, text)


async def test_whoever_lacks_a_permission_is_told_so_of_a_named_share() -> None:
    told = await said(CALENDAR, "我能打苏州天脉吗没开创业板")
    assert told.startswith("苏州天脉在创业板发行，还缺创业板权限：")


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("通领科技哪天上市", "通领科技上市日：10-16 周三"),
        ("苏州天脉哪天上市", "没有查到苏州天脉的上市日"),
        ("诺瓦星云发行价多少", "诺瓦星云发行价：126.89元"),
        ("301626什么时候申购", "苏州天脉申购日：10-15 周二"),
        ("苏州天脉缴款日", "苏州天脉缴款日：10-17 周四"),
        ("920187申购代码", "通领科技申购代码：920187"),
    ],
)
async def test_of_a_named_share_the_answer_comes_first(text: str, lead: str) -> None:
    told = await said(CALENDAR, text)
    assert told.split("\n")[0] == lead


async def test_a_share_that_was_spoken_of_is_still_meant() -> None:
    first = await answer(CALENDAR, "诺瓦星云")
    assert [security.ref for security in first.shown] == ["SZ301589"]
    told = await said(CALENDAR, "它什么时候上市", last=("SZ301589",))
    assert told.startswith("没有查到诺瓦星云的上市日")
    assert "苏州天脉" in await said(CALENDAR, "今天有什么新股", last=("SZ301589",))


async def test_a_contradicting_price_is_not_shown_and_said_to_be_disputed() -> None:
    second = {IPO_SECOND_OPINION.name: fact((replace(NOVA, price=Decimal("126.98")),), "巨潮资讯")}
    told = await said(CALENDAR, "诺瓦星云发行价", features(second))
    assert "126" not in told
    assert "发行价两个来源不一致，以发行公告为准" in told


async def test_one_house_alone_is_enough() -> None:
    down = {IPO_SECOND_OPINION.name: DOWN}
    assert "10:00 · 同花顺 ·" in await said(CALENDAR, "今天有新股吗", features(down))
    first_down = {IPO_CALENDAR.name: DOWN}
    assert "10:00 · 巨潮资讯 ·" in await said(CALENDAR, "今天有新股吗", features(first_down))


async def test_two_lists_are_merged_anew_when_either_is_a_new_one() -> None:
    one = fact((NOVA,))
    market = market_of({IPO_CALENDAR.name: one, IPO_SECOND_OPINION.name: fact((), "巨潮资讯")})
    lists = IpoLists(market)
    first = await lists.shares()
    assert (await lists.shares()).issues is first.issues
    dearer = fact((replace(NOVA, price=Decimal("126.98")),), "巨潮资讯")
    market.facts = market_of({IPO_CALENDAR.name: one, IPO_SECOND_OPINION.name: dearer}).facts
    assert (await lists.shares()).issues[0].price is None


async def test_without_any_house_it_is_said_so_and_no_list_is_made_up() -> None:
    down = {name: DOWN for name in (IPO_CALENDAR.name, IPO_SECOND_OPINION.name)}
    assert await said(CALENDAR, "今天有新股吗", features(down)) == "暂时取不到新股日历，请稍后再试。"


async def test_an_old_list_is_told_as_old() -> None:
    old = fact(SHARES, stale=True)
    gone = {IPO_CALENDAR.name: Gap[Any]("source_down", old), IPO_SECOND_OPINION.name: DOWN}
    assert "暂时取不到更新，这是 10-15 10:00 的数据" in await said(CALENDAR, "今天有新股吗", features(gone))


async def test_a_listed_share_is_said_to_need_no_application() -> None:
    told = await said(CALENDAR, "茅台能打新吗", refs=("SH600519",))
    assert told.startswith("贵州茅台 600519 不在最近的新股名单里")


async def test_those_on_their_way_are_told_with_the_meetings_to_come() -> None:
    told = await said(CALENDAR, "IPO排队情况")
    assert "10-18上会 恒勃控股股份有限公司  待审" in told
    assert "10-09 郑州众智科技股份有限公司  创业板 已问询" in told
    assert "东方财富、巨潮资讯" in told
    pressed = await said(CALENDAR, "", details={"ipo_view": "pipeline"})
    assert pressed == told


async def test_a_name_that_no_calendar_knows_is_looked_for_among_those_on_their_way() -> None:
    assert "苏州长光华芯光电技术股份有限公司  科创板 上市委会议通过" in await said(
        CALENDAR, "长光华芯什么时候上市"
    )
    assert "已问询" in await said(CALENDAR, "众智科技排队到哪一步了")
    assert "长光华芯" in await said(CALENDAR, "长光华芯过会了吗")
    missing = await said(CALENDAR, "长江存储什么时候上市")
    assert missing.startswith("新股名单和排队企业里都没有找到“长江存储”")


@pytest.mark.parametrize(
    "text",
    [
        "公司过会了吗",
        "有企业上会吗",
        "最近过会的公司",
        "IPO排队情况",
        "创业板排队企业",
        "这只新股什么时候申购",
        "新股什么时候上市",
        "下周什么时候打新",
        "科创板什么时候有新股",
    ],
)
async def test_ordinary_words_are_no_unknown_name(text: str) -> None:
    assert "没有找到" not in await said(CALENDAR, text)


async def test_without_a_pipeline_it_is_said_so() -> None:
    down = {IPO_PIPELINE.name: DOWN, IPO_REVIEWS.name: DOWN}
    assert await said(CALENDAR, "IPO排队情况", features(down)) == "暂时取不到排队企业名单，请稍后再试。"


async def test_a_demonstration_tells_its_list_with_the_day_it_was_of() -> None:
    shown = {
        IPO_CALENDAR.name: sample(
            Ipo("301682", "宏明电子", "301682"),
            Ipo("301680", "固德电材", "301680", listing_date=date(2026, 3, 6)),
            replace(NOVA, as_of=date(2024, 2, 2), source="东方财富"),
        ),
        IPO_SECOND_OPINION.name: NOT_COVERED,
    }
    demo = features(shown, mode="demo")
    told = await said(CALENDAR, "今天有什么新股能打", demo)
    assert told.split("\n")[:3] == [
        "演示数据里没有今天（10-15 周二）的新股。2026-03-04那天的名单：",
        "宏明电子 301682  创业板 日期没有取到",
        "固德电材 301680  创业板 03-06上市",
    ]
    assert "演示数据 截至 2026-03-04" in told
    older = await said(CALENDAR, "诺瓦星云发行价", demo)
    assert "126.89元" in older
    assert "演示数据 截至 2024-02-02" in older
    lead, *lines = (await said(CALENDAR, "宏明电子哪天上市", demo)).split("\n")
    assert lead == "演示数据里没有宏明电子的上市日"
    assert "演示数据里没有：发行价、申购上限、申购日、缴款日、中签率、上市日" in lines
