"""Dialogues about issues and funds that go on in few words: another board, money, a place, another code."""

from typing import Any

import pytest

from actions.features import Answer
from actions.question import Question
from actions.threads import asks_more, placed, resumed
from actions.utterance import Utterance
from tests.unit.actions.test_fund import LIVE, funds
from tests.unit.actions.test_go_on import IPO, Dialogue

QUOTED = "SH600519,SZ000001,SH601318"


class Shown:
    """A feature that says which security it was asked about."""

    async def answer(self, question: Question) -> Answer:
        query = ",".join(ref for asked in question.asked for ref in asked.refs)
        return Answer([Utterance("utter_quote_unknown", {"query": query})])


@pytest.mark.parametrize("intent", ["go_on", "ask_ipo_bse", "nlu_fallback"])
@pytest.mark.parametrize(("text", "kind"), [("科创板的呢", "科创板新股"), ("主板呢", "主板新股")])
async def test_after_the_way_of_beijing_another_board_is_not_told_that_way(
    text: str, kind: str, intent: str
) -> None:
    talk = Dialogue()
    await talk.say("北交所打新", "ask_ipo_bse")
    told = await talk.say(text, intent)
    assert kind in told
    assert "不看市值" not in told


async def test_after_an_issue_another_board_is_the_list_of_that_board() -> None:
    talk = Dialogue()
    await talk.say("新股日历", "ask_ipo_calendar")
    assert "苏州天脉 301626" in await talk.say("第一个是哪家", "choose")
    told = await talk.say("北交所的呢", "go_on")
    assert "北交所新股" in told
    assert "苏州天脉" not in told


async def test_the_board_of_an_index_name_is_a_board_after_new_shares() -> None:
    talk = Dialogue()
    await talk.say("今天有什么新股", "ask_ipo_calendar")
    assert "只创业板新股" in await talk.say("创业板", "ask_quote", "SZ399006")


async def test_what_a_board_asks_for_is_its_permission() -> None:
    talk = Dialogue()
    await talk.say("打新额度怎么算", "ask_ipo_quota")
    told = await talk.say("科创板要求呢", "ask_ipo_quota")
    assert told.startswith("申购要先有权限")
    assert "科创板" in told


@pytest.mark.parametrize("text", ["不交呢", "那不缴款会怎样", "没交钱的话呢"])
@pytest.mark.parametrize("intent", ["deny", "go_on", "nlu_fallback"])
async def test_not_paying_after_what_winning_costs_is_about_the_default(text: str, intent: str) -> None:
    talk = Dialogue()
    before = await talk.say("中一签要交多少钱", "ask_ipo_payment")
    told = await talk.say(text, intent)
    assert talk.slots["thread"] == "ask_ipo_default"
    assert told != before


async def test_a_no_outside_of_issues_stays_a_no() -> None:
    talk = Dialogue()
    await talk.say("茅台", "ask_quote", "SH600519")
    assert (await talk.say("不交呢", "deny")).startswith("好的")


async def test_a_value_that_was_stated_is_reckoned_for_the_other_market() -> None:
    talk = Dialogue()
    assert "深市15万元市值：30个单位" in await talk.say("我有15万深市市值能打多少", "ask_ipo_quota")
    assert "沪市15万元市值：30个单位" in await talk.say("要是沪市的呢", "go_on")


@pytest.mark.parametrize("intent", ["go_on", "ask_ipo_bse"])
async def test_a_value_that_was_stated_is_of_no_use_in_beijing(intent: str) -> None:
    talk = Dialogue()
    await talk.say("我有15万深市市值能打多少", "ask_ipo_quota")
    assert (await talk.say("北交所的呢", intent)).startswith("北交所新股不看市值")


async def test_money_after_an_issue_of_beijing_is_cash() -> None:
    talk = Dialogue()
    await talk.say("通领科技申购要多少钱", "ask_ipo_calendar")
    told = await talk.say("我有50万能配多少", "ask_ipo_quota")
    assert told.startswith("通领科技在北交所发行，不看市值")
    assert "每5000元" not in told
    assert "单位，最多申购" not in told


async def test_money_after_the_way_of_beijing_is_cash() -> None:
    talk = Dialogue()
    await talk.say("北交所打新", "ask_ipo_bse")
    told = await talk.say("我有50万能配多少", "ask_ipo_quota")
    assert told.startswith("北交所新股不看市值")
    assert "每5000元" not in told


async def test_money_after_a_list_is_of_no_issue() -> None:
    talk = Dialogue()
    await talk.say("通领科技什么时候上市", "ask_ipo_calendar")
    await talk.say("今天有什么新股", "ask_ipo_calendar")
    assert "沪市或深市各自" in await talk.say("我有50万能打多少", "ask_ipo_quota")


@pytest.mark.parametrize("intent", ["ask_ipo_payment", "ask_ipo_quota"])
async def test_a_share_that_is_in_no_list_is_named_in_the_answer(intent: str) -> None:
    told = await Dialogue().say("贵州茅台一签多少钱", intent, "SH600519")
    assert told.startswith("贵州茅台 600519 不在最近的新股名单里")


async def test_the_price_of_a_bond_that_is_in_no_list_is_said_to_be_unknown_here() -> None:
    told = await Dialogue().say("浦发转债多少钱", "ask_bond_ipo")
    assert told.startswith("浦发转债的交易价格这里查不到")
    assert "一签1000元" not in told


@pytest.mark.parametrize("text", ["再下一页", "再翻一页", "再往下", "再看更多"])
def test_more_is_asked_for_again(text: str) -> None:
    assert asks_more(Question(text=text))


@pytest.mark.parametrize("intent", ["ask_chart", "ask_quote"])
@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("第三个的走势图", "SH601318"),
        ("第2只的走势图", "SZ000001"),
        ("前两个的走势图", "SH600519,SZ000001"),
    ],
)
async def test_one_of_several_shares_is_asked_for_by_its_place(text: str, refs: str, intent: str) -> None:
    talk = Dialogue({"ask_chart": Shown()}, quote_security=QUOTED, thread="ask_quote")
    told = await talk.say(text, intent)
    if intent == "ask_chart":
        assert f"“{refs}”" in told
    else:
        assert talk.slots["quote_security"] == refs


@pytest.mark.parametrize("text", ["第一季度净利润", "前两个月的走势", "第六个的走势图", "走势图"])
def test_other_numbers_are_no_place(text: str) -> None:
    question = Question(text=text, last=tuple(QUOTED.split(",")))
    assert placed(question) is question


def test_a_place_in_a_list_is_not_one_of_the_shares_before_it() -> None:
    question = Question(
        text="第三个的走势图", last=tuple(QUOTED.split(",")), thread_details={"listed": "SZ301626"}
    )
    assert placed(question) is question


@pytest.mark.parametrize("intent", ["ask_quote", "go_on", "nlu_fallback", "ask_chart"])
@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("005827呢", "易方达蓝筹精选混合 005827"),
        ("换成005827", "易方达蓝筹精选混合 005827"),
        ("005827", "易方达蓝筹精选混合 005827"),
        ("它涨了多少", "招商中证白酒指数(LOF)A 161725"),
        ("这只基金的净值", "招商中证白酒指数(LOF)A 161725"),
    ],
)
async def test_a_fund_goes_on_with_the_question_for_funds(text: str, head: str, intent: str) -> None:
    assert (await (await about_a_fund()).say(text, intent)).startswith(head)


async def test_two_funds_are_shown_and_not_compared() -> None:
    told = await (await about_a_fund()).say("和005827比呢", "ask_quote")
    assert "161725" in told
    assert "005827" in told
    assert "不做比较" in told


@pytest.mark.parametrize("text", ["今天涨停多少家", "茅台涨了吗", "大盘涨了吗", "123"])
def test_what_is_about_no_fund_is_no_question_for_one(text: str) -> None:
    assert resumed(Question(text=text, thread="ask_fund", thread_details={"fund_code": "161725"})) == ""


async def about_a_fund() -> Dialogue:
    given: dict[str, Any] = {**IPO, "ask_fund": funds(LIVE)[0], "ask_chart": Shown()}
    talk = Dialogue(given)
    await talk.say("161725净值", "ask_fund")
    return talk
