"""Briefs are wanted, refused, and asked for at once by chat."""

import pytest

from actions.brief.wishes import BriefTalk, Wish, pressed
from actions.handlers.tasking import Tasks
from actions.tasks.brief import BriefTask
from actions.tasks.roster import consent_task
from conversations.database import Database
from customers.briefs import KINDS, BriefWishes
from customers.shares import Watchlist
from tests.unit.actions.brief.given import FRIDAY, INDICES, briefing, closing
from tests.unit.actions.given import MOUTAI, NOW, PING_AN
from tests.unit.actions.talk import Dialogue

TALK = BriefTalk.load()
QUOTES = (*INDICES, closing(MOUTAI), closing(PING_AN))


def talking(database: Database, *quotes: object, now: str = FRIDAY) -> Dialogue:
    task = BriefTask(BriefWishes(database), briefing(now, None, *quotes), TALK)  # type: ignore[arg-type]
    return Dialogue({}, tasks=Tasks([task], consent_task(database), lambda: NOW))


@pytest.fixture
def talk(database: Database) -> Dialogue:
    return talking(database, *QUOTES)


async def wanted(database: Database) -> list[str]:
    rows = await database.rows("select kind from subscription where wanted order by kind", {})
    return [row["kind"].removeprefix("brief_") for row in rows]


async def test_a_brief_is_wanted_after_a_consent_and_refused_by_its_own_button(
    talk: Dialogue, database: Database
) -> None:
    assert "同意保存吗" in await talk.say("订阅早报", "ask_subscription")
    assert await wanted(database) == []
    said = await talk.press("同意")
    assert said.startswith("已订阅早报。")
    assert "您还没有自选股" in said
    assert talk.titles == ["现在发一份", "退订早报"]
    assert talk.slots["topic"] == "ALT01"
    assert await wanted(database) == ["morning"]
    assert await talk.press("退订早报") == "已退订早报，不会再发。"
    assert await wanted(database) == []
    assert (await talk.press("订阅早报")).startswith("已订阅早报。")


async def test_who_says_no_keeps_nothing(talk: Dialogue, database: Database) -> None:
    await talk.say("订阅早报", "ask_subscription")
    assert "没有保存" in await talk.press("不同意")
    assert await wanted(database) == []


async def test_traditional_characters_are_understood_in_order_consent_and_choice(
    talk: Dialogue, database: Database
) -> None:
    assert "同意保存吗" in await talk.say("訂閱簡報", "out_of_scope")
    assert "要哪种" in await talk.say("沒問題", "out_of_scope")
    assert "已订阅周报" in await talk.say("週報", "out_of_scope")
    assert await wanted(database) == ["weekly"]
    assert "已退订周报" in await talk.say("退訂週報", "out_of_scope")


async def test_every_day_at_the_close_is_a_subscription(talk: Dialogue, database: Database) -> None:
    await talk.say("每天收盘给我发自选股情况", "out_of_scope")
    assert (await talk.press("同意")).startswith("已订阅收盘简报。")
    assert await wanted(database) == ["close"]


async def test_which_is_asked_and_answered_by_words_or_button(talk: Dialogue, database: Database) -> None:
    assert "同意保存吗" in await talk.say("订阅简报", "ask_subscription")
    assert "要哪种" in await talk.press("同意")
    assert talk.titles == ["早报", "收盘", "周报"]
    said = await talk.say("早报和午间", "out_of_scope")
    assert said.startswith("已订阅早报、午间简报。")
    assert talk.titles == ["现在发一份", "退订早报", "退订午间"]
    assert await wanted(database) == ["midday", "morning"]
    assert "要退订" in await talk.say("退订简报", "ask_subscription")
    assert "已退订午间简报" in await talk.say("午间", "out_of_scope")
    assert await wanted(database) == ["morning"]
    await talk.say("订阅简报", "ask_subscription")
    await talk.say("都要", "affirm")
    assert await wanted(database) == sorted(KINDS)
    assert "都已退订" in await talk.say("退订所有简报", "ask_subscription")
    assert await wanted(database) == []


async def test_a_question_in_between_is_answered_as_ever(talk: Dialogue) -> None:
    await talk.say("退订简报", "ask_subscription")
    assert "不客气" in await talk.say("谢谢", "thanks")


async def test_a_brief_at_once_shows_what_is_watched(talk: Dialogue, database: Database) -> None:
    assert "您还没有自选股" in await talk.say("现在发一份收评", "ask_market")
    await talk.say("订阅收盘", "ask_subscription")
    await talk.press("同意")
    await Watchlist(database).add("web", "someone", ["SH601318", "SH600519"])
    said = await talk.press("现在发一份")
    assert said.splitlines()[4:6] == ["中国平安 601318 54.90 -1.61%", "贵州茅台 600519 1350.60 -0.82%"]
    assert talk.titles == ["退订收盘"]


async def test_the_button_of_a_long_brief_shows_the_rest(talk: Dialogue, database: Database) -> None:
    await talk.say("订阅收盘", "ask_subscription")
    await talk.press("同意")
    refs = ("SH601318", "SH600519", "SZ000001", "SH600000", "SZ300492", "SZ000989", "SH601456", "SH510300")
    await Watchlist(database).add("web", "someone", refs)
    assert "其余 2 项" in await talk.say("收盘简报现在发", "ask_market")
    said = await talk.press("看全部")
    assert "国联证券 601456" in said
    assert said.endswith("回复“退订收盘”可退订")


async def test_without_facts_nothing_is_made_up(database: Database) -> None:
    talk = talking(database)
    assert await talk.say("看早报", "thanks") == TALK.told["unavailable"].format(name="早报")


async def test_a_broken_button_says_that_it_is_old(talk: Dialogue) -> None:
    entities = [{"entity": "task", "value": "brief"}, {"entity": "choice", "value": "off:yearly"}]
    assert "过期" in await talk.say("/go_on_task", "go_on_task", entities=entities)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("订阅早报", Wish("subscribe", ("morning",))),
        ("帮我订阅一下收盘简报吧", Wish("subscribe", ("close",))),
        ("能帮我订阅早报吗", Wish("subscribe", ("morning",))),
        ("我要订早报和周报", Wish("subscribe", ("morning", "weekly"))),
        ("每天早上给我发自选股情况", Wish("subscribe", ("morning",))),
        ("每天给我发自选股情况", Wish("subscribe")),
        ("每周五给我发一份自选小结", Wish("subscribe", ("weekly",))),
        ("开通午报", Wish("subscribe", ("midday",))),
        ("退订早报", Wish("unsubscribe", ("morning",))),
        ("退订收盘", Wish("unsubscribe", ("close",))),
        ("取消订阅周报", Wish("unsubscribe", ("weekly",))),
        ("别再给我发早报了", Wish("unsubscribe", ("morning",))),
        ("早报不要再发了", Wish("unsubscribe", ("morning",))),
        ("不想收到周报了", Wish("unsubscribe", ("weekly",))),
        ("不想订阅早报了", Wish("unsubscribe", ("morning",))),
        ("能不能帮我订阅午间简报", Wish("subscribe", ("midday",))),
        ("退订所有简报", Wish("unsubscribe", KINDS)),
        ("早报现在发一份", Wish("now", ("morning",))),
        ("现在给我来一份收评", Wish("now", ("close",))),
        ("看早报", Wish("now", ("morning",))),
        ("早报", Wish("now", ("morning",))),
    ],
)
def test_what_is_wanted_with_briefs(text: str, wish: Wish) -> None:
    assert TALK.wish(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        *(
            "怎么订阅早报",
            "早报能订阅吗",
            "早报几点发",
            "怎么退订早报",
            "收盘了吗",
            "茅台收盘价",
            "收盘",
            "几点收盘",
        ),
        *(
            "别再给我发消息了",
            "我订阅了什么",
            "取消订阅",
            "订阅",
            "订阅新股提醒",
            "怎么订阅中签提醒",
            "周报是什么",
        ),
        *(
            "以后别给我发大盘消息了",
            "茅台今天收盘多少",
            "午间公告",
            "盘前交易",
            "跌到1300提醒我",
            "每天看盘好累",
        ),
        *(
            "不要再发了",
            "每天给我发公告",
            "退订公告提醒",
            "我没订阅早报",
            "退订所有消息",
            "全部退订",
            "退订早报和公告提醒",
            "订阅茅台收盘价提醒",
            "订阅早报要钱吗",
            "订阅早报和周报有什么区别",
        ),
    ],
)
def test_what_is_said_to_others_is_left_to_them(text: str) -> None:
    assert TALK.wish(text) is None


@pytest.mark.parametrize(
    "choice", ["", "on", "on:", "off:yearly", "more:close:x", "sell:close", "now:close:-1"]
)
def test_a_choice_that_no_button_of_ours_has_is_none(choice: str) -> None:
    assert pressed(choice) is None
