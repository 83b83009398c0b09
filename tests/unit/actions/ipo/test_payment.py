"""What winning costs, exactly, and until when."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.fact import Gap
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION
from market.session import SHANGHAI
from tests.unit.actions.ipo.given import NOVA, answer, fact, features, said

PAYMENT = "ask_ipo_payment"
GIVEN = features()


async def test_a_lot_costs_its_price_times_its_shares() -> None:
    told = (await said(PAYMENT, "诺瓦星云中一签要多少钱", GIVEN)).split("\n")
    assert told[0] == "诺瓦星云中1签：126.89元×500股＝63445.00元"
    assert told[1] == "缴款日没有取到，以发行公告为准"
    assert told[2].startswith("规则依据")


@pytest.mark.parametrize(
    ("words", "total"), [("两签", "126890.00元"), ("3签", "190335.00元"), ("十签", "634450.00元")]
)
async def test_several_lots_cost_as_many_times(words: str, total: str) -> None:
    assert f"＝{total}" in await said(PAYMENT, f"诺瓦星云中{words}多少钱", GIVEN)


@given(st.decimals("0.01", "3000", places=2), st.integers(1, 99))
async def test_the_sum_is_exact_to_the_cent(price: Decimal, lots: int) -> None:
    shown = features(
        {
            IPO_CALENDAR.name: fact((replace(NOVA, price=price),)),
            IPO_SECOND_OPINION.name: Gap("source_down"),
        }
    )
    told = (await answer(PAYMENT, f"诺瓦星云{lots}签", shown)).utterances[0].values["lines"]
    assert f"＝{price * 500 * lots:.2f}元" in told


@pytest.mark.parametrize(
    ("at", "part"),
    [
        ("2024-10-17 10:00", "多数券商要求16:00前到账，这是券商的时间"),
        ("2024-10-17 20:20", "多数券商16:00截止，现在可能已经扣过款；没缴的请马上联系券商"),
        ("2024-10-18 10:00", "缴款日 10-17 周四，已经过了"),
    ],
)
async def test_who_asks_late_is_not_told_to_wait_with_the_money(at: str, part: str) -> None:
    given = features(moment=datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))
    told = await said(PAYMENT, "苏州天脉一签多少钱", given)
    assert part in told
    assert ("当天要把钱留足" in told) == (at == "2024-10-17 10:00")


async def test_without_a_price_no_sum_is_made_up() -> None:
    told = await said(PAYMENT, "苏州天脉一签多少钱", GIVEN)
    assert told.startswith(
        "没有取到苏州天脉的发行价；一签500股，用发行公告里的价格乘一下就是\n缴款日 10-17 周四"
    )
    assert "＝" not in told


async def test_a_disputed_price_is_no_price() -> None:
    second = {IPO_SECOND_OPINION.name: fact((replace(NOVA, price=Decimal("12.69")),), "巨潮资讯")}
    told = await said(PAYMENT, "诺瓦星云一签多少钱", features(second))
    assert "没有取到诺瓦星云的发行价" in told
    assert "发行价两个来源不一致" in told


async def test_beijing_takes_the_money_before() -> None:
    assert "申购时就要全额资金" in await said(PAYMENT, "通领科技一签多少钱", GIVEN)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("中了一签要准备多少钱", "一签多少钱＝发行价×500股（可转债一签1000元）"),
        ("缴款截止到几点", "截止时间由券商定，多数是16:00，以您的券商为准"),
        ("中签后要不要自己操作扣款", "系统自动扣，不用自己操作"),
        ("钱不够可以只缴一部分吗", "不足的部分视为放弃"),
        ("今天卖股票今天能缴款吗", "当天卖出股票的钱可以用来缴款"),
        ("缴款后多久上市", "上市一般在T+6至T+8日"),
    ],
)
async def test_each_question_about_paying_has_its_answer(text: str, part: str) -> None:
    assert part in await said(PAYMENT, text, GIVEN)


async def test_who_asks_on_the_eve_of_a_payment_sees_what_is_due() -> None:
    eve = features(moment=datetime(2024, 10, 16, 10, 0, tzinfo=SHANGHAI))
    told = await said(PAYMENT, "我中签了怎么办", eve)
    assert "今明两天缴款的新股 1只\n10-17  苏州天脉" in told
    assert "今明两天" not in await said(PAYMENT, "我中签了怎么办", GIVEN)


async def test_what_is_due_on_a_day_is_listed() -> None:
    day = features(moment=datetime(2024, 10, 17, 10, 0, tzinfo=SHANGHAI))
    assert (await said(PAYMENT, "今天要缴款的新股", day)).startswith(
        "今天（10-17 周四）缴款 1只新股\n苏州天脉"
    )
    assert (await said(PAYMENT, "今天要缴款的新股", GIVEN)).startswith("今天（10-15 周二）没有要缴款的新股")


async def test_a_general_question_is_not_about_the_share_spoken_of_before() -> None:
    assert "中签后T+2日缴款" in await said(PAYMENT, "缴款截止到几点", GIVEN, last=("SZ301589",))
    assert "诺瓦星云" in await said(PAYMENT, "那它一签多少钱", GIVEN, last=("SZ301589",))


async def test_without_a_calendar_the_rule_is_still_told() -> None:
    down = features({name: Gap("source_down") for name in (IPO_CALENDAR.name, IPO_SECOND_OPINION.name)})
    assert "中签后T+2日缴款" in await said(PAYMENT, "中签怎么交钱", down)
    assert "暂时取不到新股日历" in await said(PAYMENT, "今天要缴款的新股", down)
