"""What is kept can be seen, copied, taken back and deleted by chat, and what a law keeps is named."""

from typing import Any

import pytest

from actions.question import Question
from actions.tasks.privacy import PrivacyTask
from actions.tasks.privacy_words import PrivacyWords
from actions.tasks.task import Said
from conversations.database import Database
from customers.consents import KINDS, Consents
from customers.copies import Copies
from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.talking import open_talk, own_of
from tests.unit.customers.people import People

ASKED = "ask_personal_data"
MUTABLE = {"watched", "holding", "price_alert", "subscription", "investor_link_code"}


@pytest.fixture
def talk(database: Database) -> Dialogue:
    return open_talk(database)


@pytest.fixture
async def number(people: People) -> int:
    """Somebody of whom everything is kept."""
    number = await people.agree("someone", "records", "finances")
    await people.fill(number)
    return number


async def test_what_was_agreed_to_is_shown_with_its_day(talk: Dialogue, number: int) -> None:
    said = await talk.say("我授权了什么", ASKED)
    assert "自选和提醒：20" in said
    assert "测评和持仓：20" in said
    assert talk.titles == ["撤回授权", "删除我的数据"]
    assert talk.slots["topic"] == "ADV04"


async def test_one_consent_is_taken_back_and_the_other_stays(
    talk: Dialogue, people: People, number: int
) -> None:
    said = await talk.say("撤回授权", ASKED)
    assert "您同意过：自选和提醒、测评和持仓" in said
    assert talk.titles == ["撤回自选和提醒", "撤回测评和持仓", "全部撤回"]
    said = await talk.press("撤回测评和持仓")
    assert "已撤回：测评和持仓" in said
    assert "证券法第137条" in said
    assert "删除了：持仓1只" in said
    assert not await people.consents.given("web", "someone", "finances")
    assert await people.consents.given("web", "someone", "records")
    left = await people.kept(number)
    assert "holding" not in left
    assert "watched" in left


async def test_all_is_taken_back_by_a_typed_word(talk: Dialogue, people: People, number: int) -> None:
    await talk.say("取消授权", ASKED)
    said = await talk.say("全部", "affirm")
    assert "已撤回：自选和提醒、测评和持仓" in said
    assert not MUTABLE & set(await people.kept(number))


async def test_who_does_not_take_it_back_keeps_all(talk: Dialogue, people: People, number: int) -> None:
    await talk.say("撤回授权", ASKED)
    assert "没有改变" in await talk.say("算了", "deny")
    assert set(await people.kept(number)) >= MUTABLE


async def test_who_agreed_to_nothing_is_told_so(talk: Dialogue, people: People) -> None:
    for text in ("撤回授权", "我授权了什么"):
        assert "没有授权过" in await talk.say(text, ASKED)
    assert await people.do("select 1 from investor") == []


async def test_deletion_is_confirmed_first_and_then_at_once(
    talk: Dialogue, people: People, number: int
) -> None:
    said = await talk.say("删除我的数据", ASKED)
    assert "确认删除吗" in said
    assert set(await people.kept(number)) >= MUTABLE
    said = await talk.press("确认删除")
    assert "删除了：自选1只、到价提醒1条、订阅1项、持仓1只、发过的消息记录1条" in said
    assert "证券法第137条" in said
    assert "已发出的退市风险提醒也留作证明" in said
    assert not MUTABLE & set(await people.kept(number))
    assert talk.slots["followup"] == {"kind": "wish", "key": "delete:web:someone"}
    assert not any(word.given for word in (await people.consents.standing("web", "someone")).values())


async def test_another_question_does_not_delete_and_leads_back(
    talk: Dialogue, people: People, number: int
) -> None:
    await talk.say("删除我的数据", ASKED)
    assert "不客气" in await talk.say("谢谢", "thanks")
    assert talk.titles == ["回到个人信息"]
    assert "确认删除吗" in await talk.press("回到个人信息")
    assert "什么都没有删" in await talk.say("不删了", "deny")
    assert set(await people.kept(number)) >= MUTABLE


async def test_an_old_button_deletes_nothing(talk: Dialogue, people: People, number: int) -> None:
    await talk.say("删除我的数据", ASKED)
    buttons = talk.buttons
    await talk.press("不删除")
    talk.buttons = buttons
    assert "过期" in await talk.press("确认删除")
    assert set(await people.kept(number)) >= MUTABLE


async def test_a_yes_out_of_the_blue_deletes_nothing(talk: Dialogue, people: People, number: int) -> None:
    await talk.say("确认", "affirm")
    assert set(await people.kept(number)) >= MUTABLE


async def test_the_chat_is_deleted_by_people_who_are_asked_to(talk: Dialogue) -> None:
    said = await talk.say("把你们存的我的聊天删掉", ASKED)
    assert "由工作人员在15天内答复" in said
    assert talk.slots["followup"] is None
    assert "正在登记" in await talk.press("提交申请")
    assert talk.slots["followup"] == {"kind": "wish", "key": "delete:web:someone"}


async def test_who_has_nothing_here_but_the_chat_is_offered_that(talk: Dialogue, people: People) -> None:
    assert "删除聊天记录" in await talk.say("删除我的数据", ASKED)
    assert "除了聊天记录" in await talk.say("导出我的个人数据", ASKED)
    assert talk.titles == ["要聊天记录副本", "删除聊天记录"]
    await talk.press("要聊天记录副本")
    assert talk.slots["followup"] == {"kind": "wish", "key": "copy:web:someone"}
    assert await people.do("select 1 from investor") == []


async def test_everything_that_is_kept_is_listed_page_by_page(talk: Dialogue, number: int) -> None:
    pages = [await talk.say("导出我的个人数据", ASKED)]
    while "下一页" in talk.titles:
        pages.append(await talk.press("下一页"))
    assert len(pages) == 2
    assert all(page.count("\n") <= 9 for page in pages)
    said = "\n".join(pages)
    for line in (
        "渠道：网页",
        "设置：语言英文，免打扰22:00–08:00",
        "授权：测评和持仓 同意",
        "自选：600519",
        "持仓：600519 100，",
        "提醒：600519 涨到1500，",
        "订阅：早报 要",
        "订阅：公告提醒 不要",
        "测评：",
        "测评结果：C3，40分",
        "测评作答：q1 选a",
        "适当性记录：p1 warned 同意",
        "发给您：退市风险提醒 甲 20",
        "发给您：早报 20",
        "您看过：乙 20",
    ):
        assert line in said


async def test_what_shows_own_data_is_marked_and_what_only_asks_is_not(people: People, number: int) -> None:
    for text in ("我授权了什么", "导出我的个人数据", "我订阅了什么"):
        assert await own_of(people.database, text) == [True]
    for text in ("撤回授权", "删除我的数据", "删除聊天记录"):
        assert await own_of(people.database, text) == [False]


async def test_on_a_shell_where_nothing_follows_the_wish_is_sent_elsewhere(database: Database) -> None:
    talk = open_talk(database, "cmdline")
    await talk.say("删除聊天记录", ASKED)
    assert "请在网页或微信里" in await talk.press("提交申请")
    assert talk.slots["followup"] is None


async def test_the_data_of_a_joined_channel_goes_too(people: People, number: int) -> None:
    await people.do(
        "insert into investor_account (channel, user_id, investor_id) values ('wechat', 'someone', %(n)s)",
        n=number,
    )
    phone = open_talk(people.database, "wechat")
    await phone.say("删除我的数据", ASKED)
    await phone.press("确认删除")
    assert not MUTABLE & set(await people.kept(number))
    assert not await people.consents.given("web", "someone", "records")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("你们存了我哪些资料", "这里保存的您的资料"),
        ("怎样收回以前给过的授权", "撤回哪一项"),
        ("Delete my data", "确认删除吗"),
        ("刪除聊天記錄", "要提交吗"),
    ],
)
async def test_it_is_asked_for_in_many_words(talk: Dialogue, number: int, text: str, heard: str) -> None:
    assert heard in await talk.say(text, ASKED)


def claims(text: str) -> bool:
    """Whether the words alone begin it; nothing is asked of the database."""
    away = Database("host=/nowhere", wait=False)
    task = PrivacyTask(Consents(away), Copies(away), PrivacyWords.load())
    return task.claims(Said(Question(text), "web", "someone", "m1", NOW), None)


@pytest.mark.parametrize(
    "text",
    [
        "查看我的个人信息",
        "Export my data please",
        "withdraw consent",
        "取消授权。",
        "把我的数据都删了吧",
        "怎么删除我的个人信息",
        "把聊天记录清空",
        "导出我的聊天记录",
    ],
)
def test_whole_messages_about_ones_own_data_are_heard(text: str) -> None:
    assert claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "怎么删除自选股",
        "删除我的自选",
        "取消授权书怎么写",
        "我的授权码是多少",
        "你们会保存聊天记录多久",
        "确认",
        "",
        "删除我的数据" + "吧" * 10_000,
    ],
)
def test_other_questions_are_left_to_others(text: str) -> None:
    assert not claims(text)


async def test_without_a_database_nothing_is_said_to_be_done() -> None:
    away = Database("host=/nowhere", patience=0.1, wait=False)
    await away.open()
    talk = open_talk(away)
    said: Any = [await talk.say(text, ASKED) for text in ("撤回授权", "导出我的个人数据", "我订阅了什么")]
    assert all("没有记下" in each for each in said)
    await away.close()


def test_every_kind_of_consent_has_a_name() -> None:
    assert set(PrivacyWords.load().kinds) == set(KINDS)
