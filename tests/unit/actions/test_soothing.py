"""Anger at us is soothed and brought to a person; swearing at the market and shouted questions are not."""

import pytest

from actions.anger import ANGRY, CALM, RAGING, AngerWords
from actions.question import Asked, Question
from tests.unit.actions.talk import Dialogue

WORDS = AngerWords.load()
WISH = {"reason": "anger", "skill": "complaint", "priority": 3}
RAGES = [
    ("滚", "out_of_scope"),
    ("骗子公司", "complain"),
    ("气死我了你们什么破玩意", "complain"),
    ("你们就是一群骗子", "complain"),
    ("你們這群騙子", "complain"),
    ("垃圾！！！", "complain"),
    ("fuck you", "out_of_scope"),
]


def level(text: str, intent: str = "out_of_scope", *refs: str) -> int:
    asked = tuple(Asked((ref,), ref) for ref in refs)
    return WORDS.level(Question(text=text, intent=intent, asked=asked))


@pytest.mark.parametrize(("text", "intent"), RAGES)
@pytest.mark.parametrize(
    ("desk", "said"), [("open", "这就请人工客服"), ("closed", "您说的已经记下"), ("none", "登记投诉")]
)
async def test_a_rage_is_soothed_and_a_person_called_at_once(
    text: str, intent: str, desk: str, said: str
) -> None:
    talk = Dialogue({}, desk=desk)
    told = await talk.say(text, intent, confidence=0.9)
    assert told.startswith("让您这么生气，很抱歉。")
    assert said in told
    assert (talk.slots["handoff"], talk.slots["ticket"], talk.slots["topic"]) == (WISH, None, "CMP01")


async def test_the_second_angry_message_in_a_row_calls_a_person() -> None:
    talk = Dialogue({}, desk="open")
    assert "是要登记投诉吗" in await talk.say("气死我了", "complain")
    assert talk.slots["handoff"] is None
    assert "很抱歉" in await talk.say("听不懂人话", "dispute")
    assert talk.slots["handoff"] == WISH


async def test_a_calm_message_in_between_ends_the_row() -> None:
    talk = Dialogue({}, desk="open")
    await talk.say("什么玩意", "complain")
    await talk.say("转账限额", "ask_transfer_limit")
    assert "是要登记投诉吗" in await talk.say("气死我了", "complain")
    assert talk.slots["handoff"] is None


async def test_a_question_asked_in_rage_is_answered_and_a_person_called() -> None:
    talk = Dialogue({}, desk="open")
    told = await talk.say("你们这群骗子，转账限额多少", "ask_transfer_limit")
    assert told.startswith("TRF04的回答。")
    assert talk.slots["handoff"] == WISH


@pytest.mark.parametrize(
    "text", ["你们这群骗子，我要投诉", "你们什么破公司，去年经理骗我买了基金，亏了三万没人管"]
)
async def test_a_complaint_told_in_rage_is_registered(text: str) -> None:
    talk = Dialogue({}, desk="open")
    await talk.say(text, "complain", confidence=0.9)
    assert talk.slots["ticket"] == {"act": "open", "kind": "complaint"}
    assert talk.slots["handoff"]["priority"] == 5


async def test_despair_is_not_taken_for_anger() -> None:
    talk = Dialogue({}, desk="open")
    assert "我很担心" in await talk.say("你们这群骗子，我不想活了", "distress")
    assert talk.slots["handoff"]["reason"] == "distress"


@pytest.mark.parametrize(
    "text",
    [
        *("这破股又跌了", "妈的又跌停", "操你妈的庄家", "垃圾证监会", "垃圾大盘", "fuck this market"),
        *("我真是个傻逼", "气死我了又踏空", "券商板块又跌垃圾", "这垃圾公司财务造假", "卧槽", "涨停了！！！"),
    ],
)
def test_who_swears_at_the_market_is_not_angry_at_us(text: str) -> None:
    assert level(text) == CALM


def test_who_swears_at_a_share_is_not_angry_at_us_unless_we_are_named() -> None:
    assert level("茅台这垃圾", "out_of_scope", "SH600519") == CALM
    assert level("你们推荐的茅台，骗子公司", "out_of_scope", "SH600519") == RAGING


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("谢谢！！！", "thanks"),
        ("你好！！！", "greet"),
        ("茅台多少钱！！！", "ask_quote"),
        ("滚动市盈率", "ask_indicator"),
    ],
)
def test_shouting_alone_is_not_anger_where_something_is_said(text: str, intent: str) -> None:
    assert level(text, intent) == CALM


@pytest.mark.parametrize("text", ["你们骗人", "气死我了", "什么玩意", "忽悠谁呢！！！"])
def test_displeasure_is_less_than_rage(text: str) -> None:
    assert level(text, "complain") == ANGRY


def test_a_button_is_never_angry() -> None:
    assert WORDS.level(Question(text="", intent="complain")) == CALM
