"""What is answered about funds: the value last published, fees of the contract, and which fund is meant."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.fund.feature import Funds
from actions.fund.identify import FundIdentifier
from actions.fund.lines import FundLines, FundWords
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from actions.rule_stamps import RuleStamp
from market.fact import Fact, Gap
from market.funds import FeeStep, FundFees, FundName, FundNav, FundProfile
from market.sources.demo_funds import load_funds
from rules.fund_redemption import FundRedemption
from tests.fakes.upstreams.funds import NAMES, VALUES
from tests.unit.actions.given import FUND, PING_AN_BANK, FakeLexicon
from tests.unit.actions.given_facts import GivenMarket, Known
from tests.unit.actions.reading import buttons, messages, text
from tests.unit.market.given import moment

NOW = moment("2026-11-23 20:00:00")
FRIDAY = moment("2021-08-13 00:00:00")
WORDS = FundWords.load()
LISTED = tuple(FundName(code, name, kind) for code, _, name, kind, _ in NAMES)
WHITE_SPIRIT = FundNav(
    "161725",
    date(2021, 8, 13),
    Decimal(VALUES[0]["nav"]),
    Decimal(VALUES[0]["accumulated"]),
    Decimal(VALUES[0]["change_percent"]),
    purchase="限制大额申购",
    redemption="开放赎回",
)
FEES = FundFees(
    "000001",
    (
        FeeStep(None, Decimal(1_000_000), Decimal("1.5")),
        FeeStep(Decimal(1_000_000), Decimal(5_000_000), Decimal("1.2")),
        FeeStep(Decimal(5_000_000), Decimal(10_000_000), Decimal("0.8")),
        FeeStep(Decimal(10_000_000), None, yuan=Decimal("1000.0")),
    ),
    (FeeStep(None, Decimal("7.0"), Decimal("1.5")), FeeStep(Decimal("7.0"), None, Decimal("0.5"))),
    (("基金管理费", Decimal("1.2")), ("基金托管费", Decimal("0.2"))),
)


def nav(found: FundNav, **changes: Any) -> Fact[FundNav]:
    return Fact(found, FRIDAY, "天天基金", **changes)


LIVE: Known = {
    ("fund_names", None): Fact(LISTED, NOW, "天天基金"),
    ("fund_nav", "161725"): nav(WHITE_SPIRIT),
    ("fund_nav", "005827"): nav(
        FundNav("005827", date(2021, 8, 13), Decimal("2.5887"), Decimal("2.5887"), Decimal("-0.04"))
    ),
    ("fund_nav", "000001"): nav(FundNav("000001", date(2021, 8, 13), Decimal("1.2914"))),
    ("fund_nav", "510300"): nav(FundNav("510300", date(2021, 8, 13), Decimal("1.2914"))),
    ("fund_nav", "999999"): Gap("no_data"),
    ("fund_fees", "000001"): Fact(FEES, NOW, "雪球基金"),
}
"""The values of 000001 and 510300 are those of another fund: what is tested is whose answer it is."""


def funds(found: Known, mode: str = "live") -> tuple[Funds, GivenMarket]:
    market, facts = GivenMarket(NOW, found, mode=mode, lack="source_down"), FactWords.load()
    identifier = FundIdentifier(
        market, FundList(market), Identifier(FakeLexicon(), Residue.load()), WORDS, facts
    )
    return Funds(market, identifier, FundRedemption.load(), WORDS, facts, RuleStamp.load()), market


async def ask(written: str, found: Known = LIVE, mode: str = "live", **question: Any) -> Answer:
    return await funds(found, mode)[0].answer(Question(text=written, **question))


async def test_the_value_last_published_is_told_with_its_day() -> None:
    answer = await ask("161725净值多少")
    assert messages(answer) == [
        "招商中证白酒指数(LOF)A 161725  净值日期 2021-08-13\n"
        "单位净值 1.2914  日涨跌 +0.80%\n"
        "累计净值 2.9225\n"
        "申购：限制大额申购  赎回：开放赎回\n"
        "2021-08-13 · 天天基金 · 自动回复 · 不构成投资建议"
    ]
    assert buttons(answer) == {"费率": '/ask_fund{"fund_code":"161725","fund_part":"fees"}'}
    assert answer.details == {"fund_code": "161725"}


async def test_a_fund_is_known_by_a_part_of_its_name() -> None:
    assert text(await ask("易方达蓝筹昨天净值公布了没")).startswith("易方达蓝筹精选混合 005827  净值日期")
    which = await ask("我买的招商白酒基金最新净值")
    assert messages(which) == ["“招商白酒”对应几只基金，您问的是哪一只？"]
    assert buttons(which) == {
        "招商中证白酒指数(LOF)A 161725": '/ask_fund{"fund_code":"161725","fund_part":"nav"}',
        "招商中证白酒指数(LOF)C 012414": '/ask_fund{"fund_code":"012414","fund_part":"nav"}',
    }
    pressed = await ask("", details={"fund_code": "161725", "fund_part": "nav"})
    assert text(pressed).startswith("招商中证白酒指数(LOF)A 161725")


async def test_fees_are_those_of_the_contract_and_the_discount_is_the_brokers() -> None:
    answer = await ask("000001基金申购费多少")
    assert messages(answer) == [
        "华夏成长混合 000001  费率\n"
        "申购 100万以下 1.5%，100万到500万 1.2%，500万到1000万 0.8%，1000万以上 每笔1000元\n"
        "赎回 不满7天 1.5%，满7天 0.5%\n"
        "每年 基金管理费 1.2%，基金托管费 0.2%（已从净值里扣除）\n"
        "申购打几折由销售机构定，以您开户券商的基金页面为准。\n"
        "11-23 20:00 · 雪球基金 · 自动回复 · 不构成投资建议"
    ]
    assert buttons(answer) == {"净值": '/ask_fund{"fund_code":"000001","fund_part":"nav"}'}


async def test_a_code_that_a_share_has_too_is_a_funds_where_the_words_say_so() -> None:
    share: dict[str, Any] = {"asked": (Asked((PING_AN_BANK.ref,), "000001"),)}
    assert text(await ask("000001净值", **share)).startswith("华夏成长混合 000001")
    asked_back = await ask("000001", **share)
    assert messages(asked_back) == ["“000001”既是基金代码，也是平安银行的代码，您问的是哪一个？"]
    assert buttons(asked_back) == {
        "基金 000001 净值": '/ask_fund{"fund_code":"000001"}',
        "平安银行 行情": '/ask_quote{"security":"SZ000001"}',
    }


async def test_a_listed_fund_goes_by_its_security() -> None:
    named: dict[str, Any] = {"asked": (Asked((FUND.ref,), "沪深300ETF"),)}
    answer = await ask("沪深300ETF净值", **named)
    assert text(answer).startswith("沪深300ETF 510300  净值日期 2021-08-13")
    assert answer.shown == (FUND,)
    assert buttons(answer)["行情"] == '/ask_quote{"security":"SH510300"}'
    assert text(await ask("它的净值", last=(FUND.ref,))).startswith("沪深300ETF 510300")


async def test_a_feeder_fund_is_not_the_listed_one_that_it_feeds() -> None:
    named: dict[str, Any] = {"asked": (Asked((FUND.ref,), "沪深300ETF"),)}
    assert text(await ask("沪深300ETF联接的累计净值", **named)) == (
        "没有找到基金“沪深300ETF联接”。请核对名称，或告诉我六位基金代码。"
    )


async def test_a_share_has_no_value_of_a_fund() -> None:
    answer = await ask("平安银行净值", asked=(Asked((PING_AN_BANK.ref,), "平安银行"),))
    assert messages(answer) == ["平安银行 000001 是股票，没有基金净值。"]


async def test_the_fund_of_the_turn_before_is_meant_by_it() -> None:
    before: dict[str, Any] = {"thread": "ask_fund", "thread_details": {"fund_code": "000001"}}
    assert text(await ask("它的管理费", **before)).startswith("华夏成长混合 000001  费率")
    assert text(await ask("那申购费呢", **before)).startswith("华夏成长混合 000001  费率")
    assert text(await ask("161725净值呢", **before)).startswith("招商中证白酒指数(LOF)A 161725")


async def test_what_holds_for_all_funds_is_said_where_none_is_named() -> None:
    said = text(await ask("持有七天内赎回收多少"))
    assert said.splitlines() == [
        "申购费打几折由销售机构定，以您开户券商的基金页面为准。",
        "赎回费按持有天数写在基金合同里，法规的下限是：",
        "不满7天 不低于1.5%，不满30天 不低于1%，不满180天 不低于0.5%",
        "指数基金、债券基金、货币基金、ETF等另有规定。说六位代码或名称，可以查某一只。",
        "依据 公开募集证券投资基金销售费用管理规定（2026-01-01起）（待核实，以交易所公告为准）"
        " · 自动回复 · 不构成投资建议",
    ]
    assert text(await ask("申购费打几折")) == said
    assert text(await ask("净值几点更新")).startswith("当天净值一般在交易日晚上")
    assert text(await ask("A类和C类区别")).startswith("A类在申购时收申购费")
    assert text(await ask("基金净值")) == "您想查哪只基金？说六位代码或名称都行。"


async def test_a_money_fund_has_yields_that_promise_nothing() -> None:
    """The figures are ours: no licensed sample has any."""
    money = FundNav(
        "000198", date(2021, 8, 13), None, per_ten_thousand=Decimal("0.6012"), seven_day=Decimal("2.211")
    )
    said = text(await ask("余额宝七日年化", {**LIVE, ("fund_nav", "000198"): nav(money)}))
    assert said.splitlines()[:3] == [
        "天弘余额宝货币 000198  净值日期 2021-08-13",
        "万份收益 0.6012 元",
        "七日年化 2.211%（过去七天，不代表未来收益）",
    ]
    assert "单位净值" not in said


async def test_estimates_and_the_past_are_declined_and_the_value_given() -> None:
    assert messages(await ask("基金估值 161725"))[0] == "盘中估值各家算法不同，这里只给基金公司公布的净值。"
    said = messages(await ask("161725近一年收益"))
    assert said[0].startswith("这里只有最近一次公布的净值")
    assert said[1].startswith("招商中证白酒指数(LOF)A")


async def test_a_fund_that_is_none_is_said_to_be_none() -> None:
    assert messages(await ask("999999净值")) == ["没有找到基金“999999”。请核对名称，或告诉我六位基金代码。"]
    assert messages(await ask("天上人间基金净值")) == [
        "没有找到基金“天上人间”。请核对名称，或告诉我六位基金代码。"
    ]


async def test_when_nobody_answers_that_is_said() -> None:
    assert messages(await ask("161725净值", {("fund_names", None): Fact(LISTED, NOW, "天天基金")})) == [
        "暂时取不到招商中证白酒指数(LOF)A 161725 净值，请稍后再试。"
    ]
    assert messages(await ask("易方达蓝筹净值", {})) == ["暂时取不到基金名录，请稍后再试。"]
    assert messages(await ask("161725管理费", LIVE)) == [
        "暂时取不到招商中证白酒指数(LOF)A 161725 费率，请稍后再试。"
    ]


async def test_without_the_list_a_fund_still_has_its_own_name() -> None:
    found: Known = {
        ("fund_nav", "000001"): LIVE["fund_nav", "000001"],
        ("fund_profile", "000001"): Fact(FundProfile("000001", "华夏成长混合"), NOW, "雪球基金"),
    }
    assert text(await ask("000001净值", found)).startswith("华夏成长混合 000001")
    nameless = {("fund_nav", "000001"): LIVE["fund_nav", "000001"]}
    assert text(await ask("000001净值", nameless)).startswith("基金 000001")


async def test_samples_say_their_day() -> None:
    name, value = load_funds()["161725"]
    demo: Known = {
        ("fund_names", None): Fact((name,), FRIDAY, "演示数据", demo=True),
        ("fund_nav", "161725"): Fact(value, FRIDAY, "演示数据", demo=True),
    }
    assert text(await ask("161725净值", demo, "demo")).endswith(
        "演示数据 截至 2021-08-13 · 自动回复 · 不构成投资建议"
    )
    assert messages(
        await ask("161725费率", {**demo, ("fund_fees", "161725"): Gap("not_covered")}, "demo")
    ) == ["演示数据里没有招商中证白酒指数(LOF)A 161725 费率。接入实时数据后可以查到。"]
    missing = {**demo, ("fund_nav", "110011"): Gap("no_data")}
    assert messages(await ask("110011净值", missing, "demo")) == [
        "演示数据里没有基金 110011 净值。接入实时数据后可以查到。"
    ]


@pytest.mark.parametrize(
    ("step", "held", "written"),
    [
        (FeeStep(None, None, Decimal(0)), False, "申购 0%"),
        (FeeStep(Decimal(365), Decimal(730), Decimal("0.25")), True, "赎回 满1年不满2年 0.25%"),
        (FeeStep(Decimal(30), None, Decimal("0.00")), True, "赎回 满30天 0%"),
        (FeeStep(None, Decimal(1_500_000), Decimal("1.20")), False, "申购 150万以下 1.2%"),
    ],
)
def test_a_step_is_written_in_round_figures(step: FeeStep, held: bool, written: str) -> None:
    fees = FundFees("x", redemption=(step,)) if held else FundFees("x", purchase=(step,))
    assert FundLines(WORDS).fees(fees) == written
