"""After despair, a theft or a fraud the next short words are answered from there, not by menus."""

import re

import pytest

from actions.care import TURNS, begun
from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue, article

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MARKET = ("行情", "股票", "代码", "新股")
SAID = [
    ("打了没人接", "ask_human"),
    ("没人能帮我", "nlu_fallback"),
    ("你能陪我说说话吗", "out_of_scope"),
    ("你好", "greet"),
    ("好的", "affirm"),
    ("不", "deny"),
    ("算了", "cancel"),
    ("还能翻身吗", "ask_forecast"),
]


@pytest.mark.parametrize(("text", "intent"), SAID)
async def test_after_despair_short_words_are_stayed_with(text: str, intent: str) -> None:
    talk = Dialogue({}, crisis_line="12355")
    await talk.say("我不想活了", "distress")
    said = await talk.say(text, intent)
    assert said.startswith("我还在这里")
    assert "12355" in said
    assert talk.titles == []
    assert not [word for word in MARKET if word in said]
    assert talk.slots["topic"] == "CMP07"


async def test_staying_ends_after_three_messages() -> None:
    talk = Dialogue({})
    await talk.say("我不想活了", "distress")
    for _ in range(TURNS):
        assert (await talk.say("嗯", "affirm")).startswith("我还在这里")
    assert not (await talk.say("嗯", "affirm")).startswith("我还在这里")


async def test_staying_ends_with_time() -> None:
    talk = Dialogue({}, care=begun("distress", NOW.replace(hour=1)))
    assert (await talk.say("你好", "greet")).startswith("您好")


async def test_despair_told_again_is_not_answered_word_for_word() -> None:
    talk = Dialogue({})
    first = await talk.say("我不想活了", "distress")
    assert await talk.say("真的撑不下去了", "distress") != first
    assert talk.slots["handoff"]["reason"] == "distress"


async def test_fear_in_a_case_of_despair_is_no_complaint_unless_it_surely_is_one() -> None:
    talk = Dialogue({})
    await talk.say("我不想活了", "distress")
    assert (await talk.say("我害怕", "complain", confidence=0.46)).startswith("我还在这里")
    assert "很抱歉" in await talk.say("我要投诉你们的客服", "complain", confidence=0.9)


@pytest.mark.parametrize(
    "text", ["心态崩了", "一无所有", "没钱吃饭了", "太难了", "我完了", "亏了八万 心里难受"]
)
@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback", "next_step"])
async def test_grief_is_met_with_a_kind_word_and_not_with_a_menu(text: str, intent: str) -> None:
    talk = Dialogue({})
    assert (await talk.say(text, intent)).startswith("听得出您这会儿不好受")
    assert talk.titles == []


async def test_a_question_of_who_grieves_is_answered() -> None:
    told = await Dialogue({}).say("心里难受 茅台多少钱", "ask_quote", "SH600519")
    assert "贵州茅台 600519" in told


async def test_who_writes_english_is_answered_in_english_until_the_case_is_over() -> None:
    talk = Dialogue({})
    told = await talk.say("I want to die, I lost all my savings", "distress")
    assert "call 120 or 110" in told
    assert "12356" in told
    assert not CHINESE.search(told)
    stayed = await talk.say("nobody answers", "nlu_fallback")
    assert "I am still here" in stayed
    assert not CHINESE.search(stayed)
    assert not CHINESE.search(await talk.say("I'm ok, just kidding", "out_of_scope"))


async def test_who_was_robbed_and_writes_english_is_answered_in_english() -> None:
    talk = Dialogue({})
    assert not CHINESE.search(await talk.say("someone sold my shares without asking", "report_theft"))
    assert not CHINESE.search(await talk.say("what do I do now", "out_of_scope"))


async def test_who_wished_for_english_is_stayed_with_in_english() -> None:
    talk = Dialogue({}, language="en")
    assert not CHINESE.search(await talk.say("我不想活了", "distress"))
    assert not CHINESE.search(await talk.say("嗯", "affirm"))


async def test_who_writes_for_somebody_else_hears_what_to_do() -> None:
    talk = Dialogue({})
    assert "如果您担心的是别人" in await talk.say("我老公说要去跳河", "distress")
    assert "110" in await talk.say("他现在不接电话", "ask_contact_change")
    assert talk.slots["topic"] == "CMP07"


@pytest.mark.parametrize("text", ["我没事了 就是说说", "哈哈开玩笑的"])
async def test_who_is_well_again_is_believed(text: str) -> None:
    talk = Dialogue({})
    await talk.say("我不想活了", "distress")
    assert "我放心一些" in await talk.say(text, "goodbye")
    assert talk.slots["care"] is None


async def test_a_question_with_a_subject_of_its_own_is_answered() -> None:
    talk = Dialogue({})
    await talk.say("我不想活了", "distress")
    assert (await talk.say("怎么开户", "ask_account_opening")).startswith("ACC01的回答。")
    assert (await talk.say("嗯", "affirm")).startswith("我还在这里")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("热线多少", "ask_rights_channels"),
        ("打不通怎么办", "ask_app_crash"),
        ("能冻结吗", "ask_frozen_funds"),
        ("已经报警了 接下来呢", "next_step"),
        ("转人工", "ask_human"),
    ],
)
async def test_after_a_theft_the_way_to_a_freeze_is_kept(text: str, intent: str) -> None:
    talk = Dialogue({})
    await talk.say("账户被人登录买了一堆股票", "report_theft")
    said = await talk.say(text, intent)
    assert "冻结账户要由券商来办" in said
    assert talk.slots["topic"] == "PWD06"


@pytest.mark.parametrize(
    ("intent", "reason", "skill", "priority"),
    [
        ("distress", "distress", "care", 9),
        ("report_theft", "report_theft", "risk", 8),
    ],
)
async def test_who_asks_for_a_person_in_need_is_called_one_as_pressing_as_the_need(
    intent: str, reason: str, skill: str, priority: int
) -> None:
    talk = Dialogue({}, desk="open")
    await talk.say("救救我", intent)
    await talk.say("转人工", "ask_human")
    assert talk.slots["handoff"] == {"reason": reason, "skill": skill, "priority": priority}
    await talk.say("嗯", "affirm")
    assert talk.slots["handoff"] is None


async def test_who_asks_for_a_person_after_a_fraud_is_called_one() -> None:
    talk = Dialogue({}, [article("CMP04")], desk="closed")
    await talk.say("群里老师能信吗", "ask_fraud_check")
    assert "不要再转钱" in await talk.say("我该找谁，转人工", "ask_human")
    assert talk.slots["handoff"] == {"reason": "ask_human", "skill": "general", "priority": 0}


async def test_nobody_is_called_in_need_where_nobody_ever_is() -> None:
    talk = Dialogue({})
    await talk.say("救救我", "report_theft")
    await talk.say("转人工", "ask_human")
    assert talk.slots["handoff"] is None


async def test_a_phone_that_is_found_again_ends_the_alarm() -> None:
    talk = Dialogue({})
    await talk.say("手机丢了快冻结我的账户", "report_theft")
    assert (await talk.say("没事了，手机找到了，是放沙发缝里了", "ask_rumour")).startswith("那就好")
    assert talk.slots["care"] is None


@pytest.mark.parametrize("text", ["我都给他转了五万了", "我该找谁", "钱还能追回来吗", "他说保证一个月翻倍"])
async def test_who_paid_a_fraud_hears_what_to_do_at_once(text: str) -> None:
    talk = Dialogue({}, [article("CMP04")])
    await talk.say("有个老师拉我进群", "ask_fraud_check")
    assert "不要再转钱" in await talk.say(text, "ask_advice")
    assert talk.slots["topic"] == "CMP04"


async def test_who_only_asked_about_a_fraud_may_say_thanks() -> None:
    talk = Dialogue({}, [article("CMP04")])
    await talk.say("群里老师能信吗", "ask_fraud_check")
    assert "不客气" in await talk.say("谢谢", "thanks")
