"""Convertible bonds being issued: which, what they take and what they cost."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from market.convertible_bonds import BOND_CALENDAR
from market.fact import Gap
from market.session import SHANGHAI
from tests.unit.actions.ipo.given import BONDS, JIZHI, fact, features, said

BOND = "ask_bond_ipo"
GIVEN = features()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("今天有新债吗", "今天（10-15 周二）可申购 1只可转债"),
        ("明天可以打哪些新债", "明天（10-16 周三）没有可申购的可转债。"),
        ("下周新债", "10-21至10-27没有可申购的可转债。"),
        ("新债什么时候上市", "10-15至10-29上市 1只可转债"),
        ("新债日历", "10-15至10-29可申购 1只可转债"),
        ("集智转债什么时候上市", "没有查到集智转债的上市日"),
        ("龙星转债什么时候上市", "龙星转债上市日：10-22 周二"),
        ("龙星转债中签率", "龙星转债中签率：0.005491%"),
        ("集智转债申购代码", "集智转债申购代码：370553"),
    ],
)
async def test_bonds_are_told_by_day_and_by_name(text: str, first: str) -> None:
    assert (await said(BOND, text, GIVEN)).split("\n")[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("集智转债转股价是多少", "集智转债转股价：23.54元"),
        ("龙星转债评级", "龙星转债评级：AA-"),
        ("集智转债多少钱", "集智转债的交易价格这里查不到，请看券商App的行情"),
        ("127105现在什么价", "龙星转债的交易价格这里查不到，请看券商App的行情"),
        ("集智转债几号申购", "集智转债申购日：10-15 周二"),
        ("龙星转债几号申购", "龙星转债申购日：09-20 周五（已截止）"),
        (
            "豫光转债转股价是多少",
            "可转债名单里没有找到“豫光转债”。名单是近一年发行和即将发行的，名称以募集说明书为准。",
        ),
    ],
)
async def test_what_is_asked_of_a_named_bond_comes_first(text: str, first: str) -> None:
    assert (await said(BOND, text, GIVEN)).split("\n")[0] == first


async def test_a_lot_of_a_named_bond_costs_what_any_costs() -> None:
    assert "一签1000元" in await said(BOND, "集智转债中一签多少钱", GIVEN)


async def test_after_the_last_hour_the_bonds_of_the_day_are_over() -> None:
    evening = features(moment=datetime(2024, 10, 15, 20, 0, tzinfo=SHANGHAI))
    assert (await said(BOND, "今天有什么新债", evening)).startswith(
        "今天（10-15 周二）的申购已经截止，当天有 1只可转债"
    )
    assert (await said(BOND, "新债日历", evening)).startswith("10-16至10-29没有可申购的可转债")


async def test_a_bond_is_told_with_what_is_known_of_its_issue_and_no_price_of_trading() -> None:
    told = await said(BOND, "集智转债什么时候上市", GIVEN)
    assert "集智转债 123245  正股集智股份" in told
    assert "申购代码 370553  转股价 23.54元" in told
    assert "100" not in told


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("打新债要什么条件", "近20个交易日日均资产不低于10万元，交易满24个月"),
        ("可转债要两年经验吗", "交易满24个月"),
        ("可转债中一签多少钱", "可转债一签10张，每张面值100元，一签1000元"),
        ("可转债顶格申购多少张", "网上申购上限一般是100万元"),
        ("为什么不能申购转债", "没开可转债权限"),
        ("打新债流程", "T日在券商App“新债申购”里提交"),
        ("可转债", "T日在券商App“新债申购”里提交"),
        ("打新股和打新债的区别", "不看市值，一签1000元"),
        ("可转债配售", "可以优先配售"),
        ("转债上市第一天能卖吗", "上市当天就能卖"),
        ("可转债中签查询", "我看不到您的账户"),
        ("转债中签了怎么办", "T+2日留足钱"),
    ],
)
async def test_each_question_about_bonds_has_its_answer(text: str, part: str) -> None:
    assert part in await said(BOND, text, GIVEN)


async def test_without_a_calendar_it_is_said_so_and_the_rules_still_stand() -> None:
    down = features({BOND_CALENDAR.name: Gap("source_down")})
    assert await said(BOND, "今天有新债吗", down) == "暂时取不到可转债日历，请稍后再试。"
    assert "一签1000元" in await said(BOND, "可转债中一签多少钱", down)
    assert await said(BOND, "浦发转债多少钱", down) == "暂时取不到可转债日历，请稍后再试。"


async def test_a_demonstration_tells_its_list_with_its_day() -> None:
    at = datetime(2024, 8, 14, tzinfo=SHANGHAI)
    old = tuple(replace(bond, apply_date=date(2024, 8, 14)) for bond in BONDS[:1])
    older = replace(JIZHI, code="113682", name="益丰转债", as_of=date(2024, 3, 6))
    older = replace(older, apply_date=date(2024, 3, 4), source="东方财富")
    demo = features({BOND_CALENDAR.name: fact((*old, older), as_of=at, demo=True)}, mode="demo")
    told = await said(BOND, "今天有新债吗", demo)
    assert told.startswith("演示数据里没有今天（10-15 周二）的可转债。2024-08-14那天的名单：")
    assert "08-14  集智转债  申购 370553\n" in told
    assert "益丰转债" not in told
    assert "演示数据 截至 2024-03-06" in await said(BOND, "益丰转债什么时候上市", demo)
