"""Despair, theft, claims and complaints: what is said at once, who is wanted, and which ticket is opened."""

import pytest

from tests.unit.actions.talk import Dialogue, article

GUIDE = "怎么开户"


@pytest.mark.parametrize(
    ("text", "intent", "said", "skill", "priority"),
    [
        ("亏成这样我不想活了", "distress", "我很担心", "care", 9),
        ("账户被盗了", "report_theft", "冻结账户", "risk", 8),
        ("我要起诉你们", "claim_damages", "证据", "complaint", 6),
        ("我要投诉", "complain", "很抱歉", "complaint", 5),
    ],
)
async def test_a_person_is_wanted_the_sooner_the_graver_it_is(
    text: str, intent: str, said: str, skill: str, priority: int
) -> None:
    talk = Dialogue({})
    assert said in await talk.say(text, intent)
    assert talk.slots["handoff"] == {"reason": intent, "skill": skill, "priority": priority}


async def test_people_in_despair_are_given_the_line_that_is_set_and_nothing_to_press() -> None:
    talk = Dialogue({}, crisis_line="12355")
    said = await talk.say("我不想活了", "distress")
    assert "心理援助热线 12355" in said
    assert "人工客服在线" in said
    assert talk.titles == []


@pytest.mark.parametrize(
    ("text", "called", "away"),
    [
        ("我不想活了", "请人工客服", "没有人工客服在线"),
        ("I want to die", "person is being called", "no staff"),
    ],
)
async def test_people_in_despair_hear_that_a_person_comes_only_where_one_does(
    text: str, called: str, away: str
) -> None:
    for desk, said, unsaid in (("open", called, away), ("closed", away, called), ("none", away, called)):
        told = await Dialogue({}, desk=desk).say(text, "distress")
        assert said in told
        assert unsaid not in told
        assert "12356" in told


async def test_despair_is_never_met_with_money() -> None:
    said = await Dialogue({}).say("我不想活了", "distress")
    assert not [word for word in ("行情", "股", "买", "卖", "账户", "投资") if word in said]


@pytest.mark.parametrize(("intent", "kind"), [("complain", "complaint"), ("claim_damages", "claim")])
async def test_a_complaint_and_a_claim_open_a_ticket_each_of_its_kind(intent: str, kind: str) -> None:
    talk = Dialogue({})
    said = await talk.say("我要个说法", intent, confidence=0.4)
    assert talk.slots["ticket"] == {"act": "open", "kind": kind}
    assert "12386" in said


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("气死我了", "complain", 1.0),
        ("赔惨了", "claim_damages", 0.9),
        ("跌得没脾气了，真是受不了", "complain", 0.38),
        ("你们是不是骗子", "complain", 0.9),
    ],
)
async def test_a_sigh_is_asked_whether_it_is_a_complaint(text: str, intent: str, confidence: float) -> None:
    talk = Dialogue({})
    said = await talk.say(text, intent, confidence=confidence)
    assert "是要登记投诉吗" in said
    assert (talk.slots["ticket"], talk.slots["handoff"]) == (None, None)
    assert "很抱歉" in await talk.say("/complain", "complain")
    assert talk.slots["ticket"] == {"act": "open", "kind": "complaint"}


async def test_a_long_and_certain_complaint_needs_no_word_of_its_own() -> None:
    talk = Dialogue({})
    await talk.say("客户经理骗我买了基金，亏了三万", "complain", confidence=0.8)
    assert talk.slots["ticket"] == {"act": "open", "kind": "complaint"}


LAW = article("CMP06", mode="human", skill="complaint", detail="代表人诉讼由法院公告。")


@pytest.mark.parametrize(
    "text",
    [
        "虚假陈述的案子怎么登记",
        "什么是代表人诉讼",
        "先行赔付是什么意思",
        "诉讼时效有几年",
        "股东能不能向造假的公司索赔",
    ],
)
async def test_who_asks_how_claims_are_made_is_told_and_opens_no_ticket(text: str) -> None:
    talk = Dialogue({}, [LAW])
    assert (await talk.say(text, "claim_damages")).startswith("CMP06的回答。")
    assert (talk.slots["topic"], talk.slots["ticket"]) == ("CMP06", None)
    assert "代表人诉讼由法院公告。" in await talk.press("详细说明")
    assert talk.slots["ticket"] is None


async def test_a_button_below_another_article_shows_that_of_claims_and_opens_no_ticket() -> None:
    talk = Dialogue({}, [article("TRF04", next=["CMP06"]), LAW])
    await talk.say("转账限额", "ask_transfer_limit")
    assert (await talk.press("按钮CMP06")).startswith("CMP06的回答。")
    assert talk.slots["ticket"] is None


async def test_a_claim_is_among_what_may_have_been_meant_and_opens_a_ticket() -> None:
    talk = Dialogue({}, [LAW, article("TRF04")])
    likely = [("claim_damages", 0.3), ("ask_transfer_limit", 0.2)]
    await talk.say("这事你们看着办", "nlu_fallback", ranking=likely)
    await talk.press("按钮CMP06")
    assert talk.slots["ticket"] == {"act": "open", "kind": "claim"}


@pytest.mark.parametrize("text", ["你们虚假陈述，怎么赔我", "我要起诉，诉讼时效还没过"])
async def test_who_claims_for_himself_opens_a_ticket_though_he_speaks_of_the_law(text: str) -> None:
    talk = Dialogue({}, [LAW])
    await talk.say(text, "claim_damages")
    assert talk.slots["ticket"] == {"act": "open", "kind": "claim"}


@pytest.mark.parametrize("text", ["不投诉 就问问", "没事了 不投诉了", "撤销投诉"])
async def test_nothing_is_registered_for_who_does_not_want_to_complain(text: str) -> None:
    talk = Dialogue({})
    assert "没有登记投诉" in await talk.say(text, "complain")
    assert talk.slots["ticket"] is None


async def test_who_never_complained_before_may_complain_now() -> None:
    talk = Dialogue({})
    await talk.say("我没投诉过，这次一定要投诉", "complain")
    assert talk.slots["ticket"] == {"act": "open", "kind": "complaint"}


async def test_what_is_added_goes_to_the_kind_that_was_registered() -> None:
    talk = Dialogue({})
    await talk.say("你们必须赔偿我", "claim_damages")
    assert "已原样保存" in await talk.say("投诉补充：委托编号是88213", "complain")
    assert talk.slots["ticket"] == {"act": "open", "kind": "claim"}


async def test_a_message_to_staff_is_asked_for_and_then_kept() -> None:
    talk = Dialogue({})
    assert "以“留言：”开头" in await talk.say("/leave_message", "leave_message")
    assert talk.slots["ticket"] == {"act": "open", "kind": "message"}
    assert "已原样保存" in await talk.say("留言：请回我电话", "leave_message")
    assert talk.slots["ticket"] == {"act": "open", "kind": "message"}


@pytest.mark.parametrize("intent", ["distress", "report_theft"])
async def test_despair_and_theft_wait_for_no_ticket(intent: str) -> None:
    talk = Dialogue({})
    await talk.say("救救我", intent)
    assert talk.slots["ticket"] is None


async def test_the_progress_of_a_complaint_is_told_from_its_tickets() -> None:
    talk = Dialogue({})
    await talk.say("我的投诉到哪一步了", "ask_complaint_progress")
    assert talk.slots["ticket"] == {"act": "list", "kind": "complaint"}
    assert talk.slots["handoff"] is None


async def test_a_complaint_in_a_guide_leaves_the_guide_where_it_was() -> None:
    talk = Dialogue({})
    await talk.say(GUIDE, "ask_account_opening")
    await talk.press("一步步看")
    await talk.say("你们这服务太差了，我要投诉", "complain")
    assert (await talk.say("下一步", "next_step")).startswith("第2步")


async def test_no_person_is_promised_in_this_chat() -> None:
    talk = Dialogue({})
    grave = ("distress", "report_theft", "claim_damages", "complain", "ask_complaint_progress")
    for intent in (*grave, "leave_message", "ask_human"):
        said = await talk.say("说点什么", intent)
        assert not [word for word in ("转接", "转人工", "为您接通", "稍候") if word in said]
