"""Dialogues that go on: another day, another board, the rest of a list, an entry of it."""

from dataclasses import replace
from typing import Any

import pytest

from actions.features import Answer, Features
from actions.question import Question
from actions.threads import asks_more, resumed
from actions.utterance import Utterance
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION
from tests.unit.actions.ipo.given import TIANMAI, fact, features
from tests.unit.actions.talk import Dialogue as AnyDialogue

IPO = features()


class Dialogue(AnyDialogue):
    """A dialogue about new shares unless it is given other features."""

    def __init__(self, given: Features = IPO, **slots: Any) -> None:
        super().__init__(given, **slots)


MISTAKEN_FOR = ("go_on", "ask_quote", "ask_ipo_calendar", "ask_ipo_bse", "ask_forecast", "nlu_fallback")


@pytest.mark.parametrize("intent", MISTAKEN_FOR)
@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("明天呢", "明天（10-16 周三）可申购 1只新股"),
        ("后天呢？", "10-17 周四没有可申购的新股"),
        ("那下周呢", "10-21至10-27可申购 1只新股"),
        ("昨天呢", "10-14 周一没有可申购的新股"),
        ("25号呢", "10-25 周五可申购 1只新股"),
        ("创业板的", "今天（10-15 周二）可申购 1只创业板新股"),
        ("北交所的呢", "今天（10-15 周二）没有可申购的北交所新股"),
        ("明天创业板的呢", "明天（10-16 周三）可申购 1只创业板新股"),
        ("主板的呢", "今天（10-15 周二）没有可申购的主板新股"),
        ("深圳的呢", "今天（10-15 周二）可申购 1只深市新股"),
        ("上个月呢", "09-01至09-30没有可申购的新股"),
    ],
)
async def test_after_new_shares_another_day_or_board_is_the_same_question(
    text: str, head: str, intent: str
) -> None:
    talk = Dialogue()
    await talk.say("今天有什么新股", "ask_ipo_calendar")
    assert (await talk.say(text, intent)).startswith(head)
    assert (talk.slots["thread"], talk.slots["topic"]) == ("ask_ipo_calendar", "IPO01")


async def test_what_was_asked_before_is_kept_from_turn_to_turn() -> None:
    talk = Dialogue()
    await talk.say("今天哪些新股上市", "ask_ipo_calendar")
    assert (await talk.say("明天呢", "go_on")).startswith("明天（10-16 周三）上市 1只新股")
    assert (await talk.say("北交所的呢", "go_on")).startswith("明天（10-16 周三）上市 1只北交所新股")
    assert (await talk.say("那后天呢", "go_on")).startswith("10-17 周四没有北交所新股上市")
    assert (await talk.say("今天有什么新股", "ask_ipo_calendar")).startswith("今天（10-15 周二）可申购")


async def test_after_bonds_another_day_is_about_bonds() -> None:
    talk = Dialogue()
    await talk.say("今天有新债吗", "ask_bond_ipo")
    assert (await talk.say("明天呢", "go_on")).startswith("明天（10-16 周三）没有可申购的可转债")


async def test_after_a_guide_about_issues_another_day_asks_for_its_issues() -> None:
    talk = Dialogue()
    await talk.say("打新怎么操作", "ask_ipo_steps")
    assert (await talk.say("明天呢", "go_on")).startswith("明天（10-16 周三）可申购 1只新股")


@pytest.mark.parametrize(
    ("first", "intent", "text", "told"),
    [
        ("今天有什么新股", "ask_ipo_calendar", "可转债呢", "可转债申购："),
        ("今天有什么新股", "ask_ipo_calendar", "明天的新债呢", "明天（10-16 周三）没有可申购的可转债"),
        ("打新额度怎么算", "ask_ipo_quota", "转债的呢", "可转债申购："),
        ("打新额度怎么算", "ask_ipo_quota", "北交所的呢", "北交所新股不看市值"),
        ("弃购三次会怎样", "ask_ipo_default", "转债算不算在内", "合并算："),
        ("今天有新债吗", "ask_bond_ipo", "那新股呢", "10-15至10-29可申购 3只新股"),
        ("今天有什么新股", "ask_ipo_calendar", "ETF呢", "您想接着看什么"),
        ("今天有新债吗", "ask_bond_ipo", "科创板的呢", "您想接着看什么"),
    ],
)
async def test_a_word_of_kin_turns_to_whoever_knows_it(first: str, intent: str, text: str, told: str) -> None:
    talk = Dialogue()
    await talk.say(first, intent)
    assert (await talk.say(text, "go_on")).startswith(told)


async def test_an_entry_of_the_list_is_asked_for_by_its_place() -> None:
    talk = Dialogue()
    assert "新铝时代" in await talk.say("新股日历", "ask_ipo_calendar")
    assert "苏州天脉 301626" in await talk.say("第一只叫啥代码多少", "choose")
    assert "新铝时代 301613" in await talk.say("第二只呢", "go_on")
    assert "健尔康 603205" in await talk.say("第三只", "choose")
    assert talk.slots["quote_security"] == "SH603205"


async def test_a_yes_takes_nothing_of_a_list() -> None:
    talk = Dialogue()
    await talk.say("新股日历", "ask_ipo_calendar")
    assert (await talk.say("好的", "affirm")).startswith("想问什么")


async def test_the_rest_of_a_list_follows_until_there_is_none() -> None:
    talk = Dialogue(many(8))
    assert "另有 3只" in await talk.say("今天打新", "ask_ipo_calendar")
    rest = await talk.say("还有吗", "go_on")
    assert [name for name in (f"新股{place}" for place in range(8)) if name in rest] == [
        "新股5",
        "新股6",
        "新股7",
    ]
    assert "另有" not in rest
    assert "新股5" in await talk.say("第一只", "choose")
    assert (await talk.say("下一页", "go_on")).startswith("没有更多了")


async def test_after_a_quote_a_day_to_come_is_declined_with_what_is_known() -> None:
    talk = Dialogue()
    await talk.say("茅台", "ask_quote", "SH600519")
    told = await talk.say("明天呢", "go_on")
    assert told.startswith("以后会涨还是跌我不能判断")
    assert "贵州茅台 600519" in told
    assert talk.slots["topic"] == "ADV02"
    assert "贵州茅台 600519" in await talk.say("今天呢", "go_on")


@pytest.mark.parametrize("text", ["科创板的呢", "还有吗", "下一页", "明天呢"])
async def test_without_a_question_before_it_is_asked_what_is_meant(text: str) -> None:
    assert (await Dialogue().say(text, "go_on")).startswith("您想接着看什么")


@pytest.mark.parametrize(
    "text", ["还有吗", "还有别的吗", "下一页", "更多", "看更多", "其他的呢", "继续", "剩下的呢", "再来几条"]
)
def test_words_for_more_are_known(text: str) -> None:
    assert asks_more(Question(text=text))


@pytest.mark.parametrize(
    "text", ["明天会涨吗", "明天开市吗", "创业板涨跌幅", "新股上市", "比特币呢", "", "呢"]
)
def test_a_message_with_a_matter_of_its_own_is_not_taken_for_going_on(text: str) -> None:
    assert resumed(Question(text=text, thread="ask_ipo_calendar")) == ""


async def test_a_feature_without_days_is_not_asked_for_one() -> None:
    told = Dialogue({"ask_risk": Told()}, thread="ask_risk", quote_security="SH600519")
    assert (await told.say("明天呢", "go_on")).startswith("以后会涨还是跌我不能判断")
    assert (await told.say("还有吗", "go_on")).startswith("没有更多了")


@pytest.mark.parametrize("intent", ["ask_quote", "nlu_fallback"])
@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("诺瓦星云发行价多少钱", "诺瓦星云发行价：126.89元"),
        ("301626", "苏州天脉 301626  创业板"),
        ("新股代码301613是啥", "新铝时代申购代码：301613"),
        ("370553", "集智转债 123245  正股集智股份"),
        ("集智转债多少钱", "集智转债的交易价格这里查不到"),
        ("龙星转债走势图", "龙星转债的交易价格这里查不到"),
    ],
)
async def test_an_issue_that_is_taken_for_a_quote_is_told_as_an_issue(
    text: str, lead: str, intent: str
) -> None:
    assert (await Dialogue().say(text, intent)).startswith(lead)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("通领科技什么时候上市", "通领科技上市日：10-16 周三"),
        ("集智转债走势图", "集智转债的交易价格这里查不到"),
        ("茅台什么时候上市", "不客气"),
        ("茅台发行价", "不客气"),
    ],
)
async def test_an_issue_that_is_taken_for_a_company_is_told_as_an_issue(text: str, lead: str) -> None:
    given = {**IPO, "ask_company": Told()}
    known = await Dialogue(given).say("诺瓦星云什么时候上市", "ask_company", "SZ301589")
    assert known.startswith("不客气")
    assert (await Dialogue(given).say(text, "ask_company")).startswith(lead)


@pytest.mark.parametrize("text", ["茅台多少钱", "600519", "123456", "可转债是什么"])
async def test_what_is_about_no_issue_stays_a_quote(text: str) -> None:
    told = await Dialogue().say(text, "ask_quote", *(["SH600519"] if "123456" not in text else []))
    assert "申购" not in told


class Told:
    """A feature that answers anything in the same way."""

    async def answer(self, question: Question) -> Answer:
        return Answer([Utterance("utter_thanks")])


def many(count: int) -> Features:
    """A calendar of issues on the same day."""
    issues = tuple(replace(TIANMAI, code=f"30162{place}", name=f"新股{place}") for place in range(count))
    return features({IPO_CALENDAR.name: fact(issues), IPO_SECOND_OPINION.name: fact((), "巨潮资讯")})
