"""Investors say what they want to be sent, and what they refuse is not sent a second later."""

import pytest

from conversations.database import Database
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.talking import open_talk
from tests.unit.customers.people import People

ASKED = "ask_subscription"


@pytest.fixture
def talk(database: Database) -> Dialogue:
    return open_talk(database)


async def sent(people: People, kind: str) -> bool:
    number = await people.investors.of("web", "someone")
    return bool(await people.may_be_sent(kind, number or 0))


async def test_a_brief_is_subscribed_once_it_may_be_kept(talk: Dialogue, people: People) -> None:
    asked = await talk.say("订阅早报", ASKED)
    assert "同意保存吗" in asked
    assert await people.do("select 1 from subscription") == []
    said = await talk.press("同意")
    assert "已订阅" in said
    assert "早报：交易日开盘前" in said
    assert await sent(people, "brief_morning")
    assert talk.slots["topic"] == "ALT01"
    assert talk.slots["task"] is None


async def test_who_does_not_agree_is_sent_nothing(talk: Dialogue, people: People) -> None:
    await talk.say("订阅早报", ASKED)
    assert "没有保存" in await talk.press("不同意")
    assert not await sent(people, "brief_morning")


async def test_what_is_refused_stops_at_once(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    await talk.say("订阅早报和收盘简报", ASKED)
    assert await talk.say("退订早报", ASKED) == "已退订：早报。不会再发给您。"
    assert not await sent(people, "brief_morning")
    assert await sent(people, "brief_close")
    assert "您没有订阅周报" in await talk.say("取消周报", ASKED)


async def test_no_messages_any_more_leaves_what_a_holder_must_hear_of(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records", "finances")
    await talk.say("订阅早报", ASKED)
    said = await talk.say("别再给我发消息了", ASKED)
    assert "只留下退市风险提醒" in said
    assert talk.titles == ["退市提醒也关掉", "我的订阅"]
    words = {kind: await sent(people, kind) for kind in ("brief_morning", "price_alert", "delisting")}
    assert words == {
        "brief_morning": False,
        "price_alert": False,
        "delisting": True,
    }
    said = await talk.press("退市提醒也关掉")
    assert "被决定终止上市时我也不会通知您" in said
    assert not await sent(people, "delisting")


async def test_who_is_sent_nothing_is_told_so_and_stays_unknown(talk: Dialogue, people: People) -> None:
    assert "不会主动给您发消息" in await talk.say("别再给我发消息了", ASKED)
    assert "您没有订阅早报" in await talk.say("退订早报", ASKED)
    assert "免打扰已取消" in await talk.say("取消免打扰", ASKED)
    assert await people.do("select 1 from investor") == []


async def test_a_question_how_to_subscribe_is_answered_by_doing_it(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    said = await talk.say("怎么订阅中签提醒", ASKED)
    assert "新股申购日和缴款日" in said
    assert talk.titles == ["订阅新股提醒"]
    assert "已订阅" in await talk.press("订阅新股提醒")
    assert await sent(people, "ipo")


async def test_quiet_hours_hold_back_all_but_what_is_urgent(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    said = await talk.say("22点到8点别发消息", ASKED)
    assert said.startswith("好的，22:00到08:00不发消息。")
    assert "退市风险提醒很急，不受影响" in said
    assert await people.do("select quiet_from, quiet_to from investor") == [
        {"quiet_from": 1320, "quiet_to": 480}
    ]
    await talk.press("取消免打扰")
    assert await people.do("select quiet_from from investor") == [{"quiet_from": None}]


async def test_hours_that_cannot_be_read_are_offered_as_buttons(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    assert "几点到几点不要发" in await talk.say("免打扰怎么设置", ASKED)
    assert "18:00" in await talk.press("只在晚上发")


async def test_what_is_subscribed_is_listed(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    await talk.say("订阅早报", ASKED)
    await talk.say("22点到8点别发消息", ASKED)
    said = await talk.say("我订阅了什么", ASKED)
    assert "已订阅：早报、到价提醒、退市风险提醒" in said
    assert "免打扰：22:00到08:00不发消息" in said
    await talk.say("TD", ASKED)
    assert talk.titles == ["退订早报", "退订到价提醒", "全部退订"]


async def test_marketing_has_a_consent_of_its_own_and_ends_with_a_word(
    talk: Dialogue, people: People
) -> None:
    await people.agree("someone", "records")
    assert "每条都能退订" in await talk.say("订阅服务介绍", ASKED)
    await talk.press("同意")
    assert await sent(people, "marketing")
    assert "已退订：服务介绍" in await talk.say("不要营销", ASKED)
    assert not await people.consents.given("web", "someone", "marketing")
    assert not await sent(people, "marketing")


async def test_the_language_that_is_wished_for_is_kept(talk: Dialogue, people: People) -> None:
    """It is confirmed in that language, whatever was wished for before; a button leads back."""
    await people.agree("someone", "records")
    assert "you read English" in await talk.say("以后用英文", "out_of_scope")
    assert talk.slots["topic"] == "INT03"
    assert await people.do("select language from investor") == [{"language": "en"}]
    assert "简体" in await talk.press("改回中文")
    assert talk.languages == ["zh-Hans"]
    assert "繁体" in await talk.say("以後用繁體", "out_of_scope")
    assert talk.languages == ["zh-Hant"]
    await talk.say("改回簡體", "out_of_scope")
    assert talk.languages == ["zh-Hans"]
    assert await people.do("select language from investor") == [{"language": "zh-Hans"}]


async def test_a_button_that_is_made_up_does_nothing(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    for choice in ("on:gossip", "hours:9-x", "drop table", "language:xx", "off:"):
        talk.buttons = [
            {"title": "假的", "payload": f'/go_on_task{{"task":"subscriptions","choice":"{choice}"}}'}
        ]
        assert "过期" in await talk.press("假的")
    assert await people.do("select 1 from subscription") == []


async def test_the_same_message_twice_is_one_wish(talk: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    for _ in range(2):
        await talk.say("订阅早报", ASKED)
    assert len(await people.do("select 1 from subscription")) == 1
