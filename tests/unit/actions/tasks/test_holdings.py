"""Holdings by chat: told in sentences, shown with what they are worth, and never taken for an order."""

from decimal import Decimal

import pytest

from actions.holdings.words import HoldingsWords
from market.names import normalise
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.shares import WHO, Office

MOUTAI, BANK, WULIANGYE = "SH600519", "SZ000001", "SZ000858"
OTHER = "out_of_scope"

SAID: dict[str, dict[str, tuple[str, str | None]]] = {
    "我有贵州茅台100股 成本1500": {MOUTAI: ("100", "1500")},
    "我持有贵州茅台100股，成本价1500.5": {MOUTAI: ("100", "1500.5")},
    "持仓 600519 100股 @1500": {MOUTAI: ("100", "1500")},
    "持仓 600519 100 1500": {MOUTAI: ("100", "1500")},
    "我有100股茅台": {MOUTAI: ("100", None)},
    "我有两手贵州茅台": {MOUTAI: ("200", None)},
    "我买了茅台100股，1500元一股": {MOUTAI: ("100", "1500")},
    "手里有茅台一百股": {MOUTAI: ("100", None)},
    "我有贵州茅台１００股": {MOUTAI: ("100", None)},
    "我有贵州茅台1,000股": {MOUTAI: ("1000", None)},
    "我有茅台100股和五粮液200股": {MOUTAI: ("100", None), WULIANGYE: ("200", None)},
    "我有100股茅台和200股五粮液": {MOUTAI: ("100", None), WULIANGYE: ("200", None)},
    "我有茅台100股成本1500，五粮液200股成本150": {MOUTAI: ("100", "1500"), WULIANGYE: ("200", "150")},
    "我有茅台和五粮液各100股": {MOUTAI: ("100", None), WULIANGYE: ("100", None)},
    "我有000001 200股": {BANK: ("200", None)},
    "添加持仓 平安银行 2000股": {BANK: ("2000", None)},
}


async def test_before_a_holding_is_kept_the_investor_agrees_to_it(talk: Dialogue, office: Office) -> None:
    assert "敏感个人信息" in await talk.say("我有贵州茅台100股 成本1500", OTHER)
    assert await office.held() == {}
    said = await talk.press("同意")
    assert said == "记下了：贵州茅台 600519 100股 成本1500。\n只是记录，不会买卖任何证券。"
    assert await office.held() == {MOUTAI: (Decimal(100), Decimal(1500))}
    assert talk.slots["topic"] == "TRD13"


async def test_however_it_is_said(known: Dialogue, office: Office) -> None:
    for text, expected in SAID.items():
        await known.say(text, OTHER)
        told = {
            ref: (Decimal(n), None if cost is None else Decimal(cost)) for ref, (n, cost) in expected.items()
        }
        assert await office.held() == told, text
        await office.holdings.clear(*WHO)


@pytest.mark.parametrize(
    "text",
    [
        "买100股茅台",
        "帮我买100股茅台",
        "我有一万块，帮我买100股茅台",
        "我有10万买茅台100股",
        "我持有茅台，再买100股",
        "我有茅台100股，明天卖掉",
        "我有茅台100股想抛",
        "买入贵州茅台100股",
        "卖出100股贵州茅台",
        "卖光平安银行",
        "清仓平安银行",
        "市价买入茅台100股",
        "我有100股茅台，该不该卖",
        "我有贵州茅台100股，会跌吗",
        "我有100股茅台分红多少",
        "持仓一千股可卖只有三百",
        "持仓里凭空少了两千股",
        "不知道哪个人替我把持仓卖了",
        "持仓全空了 我什么都没卖",
        "为什么持仓有可卖没有",
        "帮我查下茅台",
        "我有一个问题",
        "请就当前持仓给出买卖建议",
        "我持仓里的跌超过5个点就告诉我",
        "怎么清空持仓",
        "每天收盘后能给我发持仓总结吗",
        "持仓突然清空了",
        "有人登我的账号把股票全卖了 我没操作过",
        "持有工行两千股 昨天派息 没见到账",
    ],
)
def test_an_order_or_a_question_is_not_taken_for_a_statement(text: str) -> None:
    assert HoldingsWords.load().act(normalise(text), text) is None


async def test_what_cannot_be_true_is_not_kept(known: Dialogue, office: Office) -> None:
    for text in (
        "我有贵州茅台0股",
        "我有贵州茅台-100股",
        "我有贵州茅台99999999999股",
        "我有贵州茅台100股 成本99999999",
    ):
        assert "没有记" in await known.say(text, OTHER), text
    assert await office.held() == {}


async def test_an_ambiguous_name_keeps_its_numbers_until_it_is_chosen(
    known: Dialogue, office: Office
) -> None:
    said = await known.say("我有茅台100股和平安200股 成本50", OTHER)
    assert "记下了：贵州茅台 600519 100股" in said
    assert "“平安”对应几只证券" in said
    await known.press("中国平安 601318")
    assert (await office.held())["SH601318"] == (Decimal(200), Decimal(50))


async def test_a_misspelt_name_offers_the_nearest_with_its_numbers(known: Dialogue, office: Office) -> None:
    assert "没有找到“茅苔”" in await known.say("我有茅苔100股 成本1500", OTHER)
    await known.press("贵州茅台 600519")
    assert await office.held() == {MOUTAI: (Decimal(100), Decimal(1500))}
    assert "没有找到" in await known.say("我有999999 100股", OTHER)


async def test_the_list_shows_quantity_price_value_and_gain(office: Office) -> None:
    await office.hold((BANK, "2000", "-1.2"), (MOUTAI, "100", "1500"), (WULIANGYE, "10", None))
    talk = office.talk()
    assert (await talk.say("我的持仓", "ask_positions")).splitlines() == [
        "您记在这里的持仓（3只）",
        "贵州茅台 600519  100股",
        "1768.90  市值17.69万  盈亏+2.69万 +17.93%  07-28",
        "平安银行 000001  2000股",
        "12.89  市值2.58万  盈亏+2.82万  2020-06-16",
        "五粮液 000858  10股",
        "暂时没有行情",
        "合计市值20.27万元，盈亏+5.51万元（1只没有行情或以外币计价，没有计入）",
        "2020-06-16 15:00 · 腾讯行情 · 自动回复 · 不构成投资建议",
    ]
    assert talk.titles == ["分析持仓"]


async def test_who_has_told_nothing_is_told_where_the_accounts_list_is(talk: Dialogue) -> None:
    said = await talk.say("我的持仓", "ask_positions")
    assert "我看不到您的证券账户" in said
    assert talk.titles == ["导入持仓", "App里怎么看"]


async def test_a_long_list_has_pages_and_one_sum(office: Office) -> None:
    await office.hold(
        (MOUTAI, "100", None), (BANK, "100", None), *((f"SH60000{n}", "1", None) for n in range(4, 8))
    )
    talk = office.talk()
    first = await talk.say("看看我的持仓", OTHER)
    assert first.startswith("您记在这里的持仓（6只）\n贵州茅台")
    assert "4只没有行情" in first
    second = await talk.press("看其余2只")
    assert "贵州茅台" not in second
    assert "合计市值17.82万元" in second


async def test_what_was_sold_is_taken_away(office: Office) -> None:
    talk = office.talk()
    for text in (
        "卖光了平安银行",
        "平安银行清仓了",
        "删除持仓 平安银行",
        "把平安银行从持仓里删掉",
        "平安银行全卖了",
    ):
        await office.hold((BANK, "2000", None), (MOUTAI, "100", None))
        assert "已删掉：平安银行 000001" in await talk.say(text, OTHER), text
        assert list(await office.held()) == [MOUTAI]
    assert "持仓里没有：平安银行 000001" in await talk.say("卖光了平安银行", OTHER)
    assert "还剩多少" in await talk.say("我卖了50股贵州茅台", OTHER)
    assert await office.held() == {MOUTAI: (Decimal(100), None)}


async def test_clearing_asks_first_and_says_that_nothing_is_sold(office: Office) -> None:
    await office.hold((MOUTAI, "100", None))
    talk = office.talk()
    assert "不会卖出任何证券" in await talk.say("清空持仓", OTHER)
    await talk.say("不", "deny")
    assert await office.held()
    await talk.say("清空持仓", OTHER)
    assert "没有卖出任何证券" in await talk.press("清空")
    assert await office.held() == {}


async def test_what_is_ones_own_is_marked_so(office: Office) -> None:
    await office.hold((MOUTAI, "100", "1500"))
    talk = office.talk()
    for text in ("我的持仓", "分析我的持仓", "我有平安银行100股", "清空持仓"):
        await talk.say(text, OTHER)
        assert set(talk.accounts) == {True}, text


async def test_without_any_quote_the_list_is_still_shown(office: Office) -> None:
    await office.hold((WULIANGYE, "10", "100"))
    said = await office.talk().say("我的持仓", OTHER)
    assert "五粮液 000858  10股\n暂时没有行情" in said
    assert "市值算不了" in said


async def test_a_sentence_that_names_nothing_is_left_to_others(office: Office) -> None:
    task = office.tasks().named("holdings")
    assert task is not None
    for text in ("我有三十万股想一次脱手 不想砸盘", "全卖了", "把股票全卖了", "我的股票卖掉了"):
        assert not task.claims(office.said(text), None), text
    assert task.claims(office.said("平安银行全卖了"), None)
