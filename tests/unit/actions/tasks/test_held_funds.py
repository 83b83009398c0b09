"""Funds off the exchange are held by code, worth their net value of a day, and never taken for a share.

The value is that of 005827 in data/demo/funds.csv, which has it for another day; the money fund's is made up.
"""

from datetime import date, datetime
from decimal import Decimal

from actions.fund.names import FundList
from actions.holdings.held_names import HeldNames
from actions.holdings.resolving import resolved
from actions.holdings.stretches import stretch
from customers.importing import read_table
from market.fact import Fact
from market.funds import FUND_NAMES, FUND_NAV, FundName, FundNav
from market.securities import Security
from market.session import SHANGHAI
from tests.unit.actions.given_facts import GivenMarket, Known
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import Office, send_file

OTHER = "out_of_scope"
FUND, COMPANION, MONEY, BANK = "OF005827", "OF000001", "OF000198", "SZ000001"
NAMES = (
    FundName("005827", "易方达蓝筹精选混合", "混合型"),
    FundName("000001", "华夏成长混合", "混合型"),
    FundName("000198", "天弘余额宝货币", "货币型"),
    FundName("110022", "易方达消费行业股票", "股票型"),
    FundName("510300", "华泰柏瑞沪深300ETF", "指数型"),
)
DAY = date(2021, 7, 27)
WORTH = FundNav("005827", DAY, Decimal("2.5887"))


def published(nav: FundNav) -> Fact[FundNav]:
    return Fact(nav, datetime(2021, 7, 27, tzinfo=SHANGHAI), "天天基金")


KNOWN: Known = {
    (FUND_NAMES, None): NAMES,
    (FUND_NAV, "005827"): published(WORTH),
    (FUND_NAV, "000198"): published(FundNav("000198", DAY, None, per_ten_thousand=Decimal("0.55"))),
}


async def told(office: Office, text: str) -> Dialogue:
    await office.agree()
    talk = office.talk(KNOWN)
    await talk.say(text, OTHER)
    return talk


async def test_a_fund_is_told_by_its_name_and_code(office: Office) -> None:
    await office.agree()
    said = await office.talk(KNOWN).say("我有易方达蓝筹精选 005827 1000份 成本2.1", OTHER)
    assert "记下了：易方达蓝筹精选混合 005827 1000份 成本2.1。" in said
    assert await office.held() == {FUND: (Decimal(1000), Decimal("2.1"))}


async def test_a_code_is_enough(office: Office) -> None:
    await told(office, "我有005827 1,000份")
    assert await office.held() == {FUND: (Decimal(1000), None)}


async def test_a_fund_that_is_told_by_its_name_is_asked_about(office: Office) -> None:
    talk = await told(office, "我有易方达蓝筹精选1000份")
    await talk.press("易方达蓝筹精选混合 005827")
    assert await office.held() == {FUND: (Decimal(1000), None)}


async def test_units_of_what_nobody_knows_are_no_holding(office: Office) -> None:
    talk = office.talk(KNOWN)
    said = await talk.say("我买了1000份基金还没确认", OTHER)
    assert said == await office.talk().say("这个", OTHER)
    assert await office.held() == {}


async def test_a_code_that_a_share_and_a_fund_have_is_asked_about_where_units_are_counted(
    office: Office,
) -> None:
    talk = await told(office, "我有000001 500份")
    assert await office.held() == {}
    assert talk.titles == ["平安银行 000001", "华夏成长混合 000001"]
    await talk.press("华夏成长混合 000001")
    assert set(await office.held()) == {COMPANION}
    await talk.say("我有000001 500股", OTHER)
    assert set(await office.held()) == {COMPANION, BANK}


async def test_a_brokers_table_has_shares_and_funds(office: Office) -> None:
    await office.agree()
    talk = office.talk(KNOWN)
    shown = await send_file(
        talk,
        "证券代码,证券名称,持仓数量\n000001,平安银行,100\n000001,华夏成长,200\n005827,易方达蓝筹精选,300\n"
        "005827,招商中证白酒,400\n999999,,500",
    )
    assert "平安银行 000001 100股\n华夏成长混合 000001 200份\n易方达蓝筹精选混合 005827 300份" in shown
    assert "第5行“005827”没找到这只证券\n第6行“999999”没找到这只证券" in shown
    await talk.press("确认")
    assert set(await office.held()) == {BANK, COMPANION, FUND}


async def test_a_fund_that_an_exchange_lists_is_held_as_that(office: Office) -> None:
    await office.agree()
    talk = office.talk(KNOWN)
    await send_file(talk, "证券代码,证券名称,持仓数量\n510300,华泰柏瑞沪深300ETF,100\n005827,,1")
    await talk.press("确认")
    assert set(await office.held()) == {"SH510300", FUND}


async def test_the_list_is_asked_for_only_where_something_is_unclear_without_it(office: Office) -> None:
    market = GivenMarket("2021-07-28 15:30", KNOWN)
    names = HeldNames(office.names, FundList(market), "场外基金")
    await resolved(names, read_table("600519 贵州茅台 100\n000001 2000"))
    assert market.facts.asked == []
    await resolved(names, read_table("005827 100"))
    assert market.facts.asked == [("fund_names", None)]


async def test_a_fund_is_worth_its_net_value_of_that_day(office: Office) -> None:
    await office.hold(
        (FUND, "1000", "2"), (MONEY, "500", None), ("SH600519", "1", None), (COMPANION, "9", None)
    )
    said = await office.talk(KNOWN).say("看看我的持仓", "ask_positions")
    assert "易方达蓝筹精选混合 005827  1000份\n净值2.5887  市值2588.70  盈亏+588.70 +29.44%  07-27" in said
    assert "天弘余额宝货币 000198  500份\n净值1.0000  市值500.00  07-27" in said
    assert "华夏成长混合 000001  9份\n暂时没有行情" in said
    assert "天天基金" in said


async def test_a_fund_whose_name_cannot_be_had_is_shown_all_the_same(office: Office) -> None:
    await office.hold((FUND, "1000", None))
    known: Known = {(FUND_NAV, "005827"): published(WORTH)}
    assert "场外基金 005827  1000份\n净值2.5887" in await office.talk(known).say(
        "看看我的持仓", "ask_positions"
    )


async def test_a_fund_is_a_part_of_the_whole_and_has_no_bars(office: Office) -> None:
    await office.hold((FUND, "1000", None), ("SH600519", "1", None))
    said = await office.talk(KNOWN).say("分析我的持仓", "ask_positions")
    assert "基金 59.41%" in said
    assert "最大一只 易方达蓝筹精选混合 59.41%" in said


async def test_no_bars_are_asked_of_a_fund() -> None:
    market = GivenMarket("2021-07-28 15:30", KNOWN)
    fund = Security("005827", "OF", "fund", "", "易方达蓝筹精选混合")
    assert (await stretch(market, [fund])).lacking == (fund,)
    assert market.facts.asked == []


async def test_a_fund_that_was_sold_is_taken_off(office: Office) -> None:
    await office.hold((FUND, "1000", None), (BANK, "10", None))
    said = await office.talk(KNOWN).say("005827卖光了", OTHER)
    assert "已删掉：易方达蓝筹精选混合 005827。" in said
    assert set(await office.held()) == {BANK}
