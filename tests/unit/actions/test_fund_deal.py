"""A fund's purchase or redemption is reckoned from what is said or published, else it is asked for."""

from datetime import date
from decimal import Decimal

import pytest

from actions.fund.deal import FundDeal, FundDealWords, read_deal
from actions.fund.dealing import FundDealing
from actions.rule_stamps import RuleStamp
from market.fact import Fact
from market.funds import FUND_FEES, FUND_NAV, FeeStep, FundFees, FundNav
from market.names import normalise
from rules.fund_redemption import FundRedemption
from rules.fund_terms import FundTerms
from tests.unit.actions.given_facts import GivenMarket, Known, moment
from tests.unit.actions.reading import responses

WORDS = FundDealWords.load()
BEFORE, AFTER = "2026-11-20 14:00", "2026-11-20 15:00"
NAV = FundNav("005827", date(2021, 8, 13), Decimal("2.5887"))
"""易方达蓝筹精选混合 (data/demo/funds.csv)."""
FEES = FundFees(
    "005827",
    (FeeStep(None, Decimal(10**6), Decimal("1.5")), FeeStep(Decimal(10**7), None, yuan=Decimal(1000))),
    (FeeStep(None, Decimal(7), Decimal("1.5")), FeeStep(Decimal(7), Decimal(30), Decimal("0.75"))),
)
"""Steps in the form that houses publish."""


async def told(text: str, now: str = BEFORE, known: Known | None = None) -> str:
    """What is said to a message."""
    deal = read_deal(normalise(text), WORDS)
    assert deal is not None
    dealing = FundDealing(
        GivenMarket(now, known), FundTerms.load(), FundRedemption.load(), WORDS, RuleStamp.load()
    )
    said = await dealing.answer(deal)
    return responses()[said.response].format(**said.values)


def read(text: str) -> FundDeal | None:
    return read_deal(normalise(text), WORDS)


async def test_what_an_amount_buys() -> None:
    assert (await told("10万申购费率0.15%能买多少份 净值1.2345")).splitlines()[:6] == [
        "申购100000元，费率0.15%，净值1.2345（您给的）",
        "净申购金额 99850.22元＝100000÷(1＋0.15%)",
        "申购费 149.78元",
        "份额 80883.13份＝99850.22÷1.2345",
        "现在提交算11-20的申请，按当天净值，11-23确认份额（T+1）。",
        "金额和份额四舍五入到0.01，实际以当天净值和合同为准。",
    ]


async def test_what_units_bring_at_the_least_fee_of_the_rule() -> None:
    said = await told("赎回5000份 净值1.1 持有20天 到手多少")
    assert "费率不低于1%（持有不满30天的法规下限）" in said
    assert "赎回费 55.00元" in said
    assert "到手最多 5445.00元" in said
    assert "待核实" in said
    assert "一般11-25到11-26到账（股票或混合基金T+3至T+4）" in said


async def test_an_application_after_the_cutoff_counts_for_the_next_trading_day() -> None:
    assert "现在提交算11-23的申请，按当天净值，11-24确认份额" in await told(
        "1万申购费率0.15%净值1.2能买多少份", AFTER
    )
    assert "11-25确认份额（T+2）" in await told("1万申购QDII基金，费率0.15%，净值1.2，多少份", AFTER)


async def test_the_long_holiday_is_counted_as_it_stands_in_the_calendar() -> None:
    said = await told("1万申购费率0.15%净值1.2能买多少份", "2026-09-30 16:00")
    assert "现在提交算10-08的申请" in said
    assert "10-09确认份额" in said


async def test_a_discount_is_taken_off_the_rate() -> None:
    said = await told("10万买基金，申购费率1.5%打1折，净值1，能买多少份")
    assert "费率0.15%（1.5%打1折）" in said
    assert "申购费 149.78元" in said


async def test_a_funds_own_figures_stand_with_their_day_and_source() -> None:
    nav = Fact(NAV, moment("2021-08-13 00:00"), "天天基金")
    known: Known = {(FUND_NAV, "005827"): nav, (FUND_FEES, "005827"): FEES}
    said = await told("10万申购005827能买多少份", known=known)
    assert "费率1.5%（基金费率表，未打折），净值2.5887（2021-08-13，天天基金）" in said
    assert "申购费 1477.83元" in said
    assert "赎回费 194.15元" in await told("赎回10000份005827，持有20天，到手多少", known=known)
    assert "每笔1000元" in await told("2000万申购005827能买多少份", known=known)


async def test_what_is_missing_is_asked_for() -> None:
    assert "还差净值和申购费率" in await told("10万申购005827能买多少份")
    assert "还差持有天数或赎回费率" in await told("赎回5000份净值1.1能到手多少")
    assert "不够扣费" in await told("赎回5000份净值1.1费率200%能到手多少")
    assert "不够扣费" in await told("500元申购基金，每笔1000元，净值1，多少份")


@pytest.mark.parametrize(
    ("text", "side", "quantity"),
    [
        ("10万申购费率0.15%能买多少份 净值1.2345", "buy", "100000"),
        ("申购100000元，净值1.2，费率0，多少份", "buy", "100000"),
        ("申购100000 净值1.2 能买多少份", "buy", "100000"),
        ("1.5万认购005827多少份", "buy", "15000"),
        ("赎回5000份005827手续费多少", "redeem", "5000"),
        ("卖掉1,000份基金，持有30天，到手多少", "redeem", "1000"),
    ],
)
def test_sides_and_amounts(text: str, side: str, quantity: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.side, found.quantity) == (side, Decimal(quantity))


@pytest.mark.parametrize(
    "text",
    [
        "基金卖了几天到账",
        "申购费打几折",
        "持有七天内赎回收多少",
        "我账户里八万块股票能申购多少股",
        "10万市值能申购多少新股",
        "买一万块的股票要交多少费",
        "005827净值多少",
        "这基金净值多少",
        "货币基金赎回多久",
        "申购1000元可以吗",
        "买一万块这只基金手续费多少",
        "我奶买的那个富国天惠 她天天问我今天净值多少 帮她看一眼 161005",
    ],
)
def test_other_questions_are_left_to_their_own_answers(text: str) -> None:
    assert read(text) is None
