"""Two channels of one person become one by a code, by what is said in chat."""

import re

import pytest

from conversations.database import Database
from tests.unit.actions.talk import Dialogue
from tests.unit.actions.tasks.talking import open_talk, own_of
from tests.unit.customers.people import People

OTHER = "out_of_scope"


@pytest.fixture
def page(database: Database) -> Dialogue:
    return open_talk(database)


@pytest.fixture
def phone(database: Database) -> Dialogue:
    return open_talk(database, "wechat")


async def code_of(talk: Dialogue) -> str:
    found = re.search(r"绑定码 (\d{8})\n", await talk.say("生成绑定码", OTHER))
    assert found
    return found[1]


async def test_a_code_of_the_page_joins_the_phone(page: Dialogue, phone: Dialogue, people: People) -> None:
    assert "同意保存吗" in await page.say("绑定其他渠道", OTHER)
    said = await page.press("同意")
    found = re.search(r"绑定码 (\d{8})\n10分钟内有效", said)
    assert found
    assert await phone.say(f"绑定码 {found[1]}", OTHER) == (
        "已绑定：网页、微信公众号（这里）。\n"
        "这几处现在是同一份自选、持仓、提醒和授权。\n"
        "不是您本人操作的，请马上说“解除绑定”。"
    )
    assert phone.slots["topic"] == "ADV04"
    assert await people.investors.of("web", "someone") == await people.investors.of("wechat", "someone")


async def test_the_code_is_the_investors_own_data(people: People) -> None:
    await people.agree("someone", "records")
    assert await own_of(people.database, "生成绑定码") == [True]


@pytest.mark.parametrize("form", ["绑定码{0}", "我的绑定码是：{0}", "绑定码 {1}-{2}", "绑定码{3}"])
async def test_a_code_is_read_as_people_type_it(
    page: Dialogue, phone: Dialogue, people: People, form: str
) -> None:
    await people.agree("someone", "records")
    code = await code_of(page)
    wide = code.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert "已绑定" in await phone.say(form.format(code, code[:4], code[4:], wide), OTHER)


async def test_wrong_used_and_own_codes_are_told_apart_where_it_helps_nobody_else(
    page: Dialogue, phone: Dialogue, people: People
) -> None:
    await people.agree("someone", "records")
    code = await code_of(page)
    assert "请在另一个渠道发给我" in await page.say(f"绑定码 {code}", OTHER)
    await phone.say(f"绑定码 {code}", OTHER)
    third = open_talk(people.database, "telegram")
    used = await third.say(f"绑定码 {code}", OTHER)
    wrong = await third.say("绑定码 1234", OTHER)
    assert used == wrong
    assert "绑定码不对" in wrong


async def test_who_guesses_is_told_to_wait(phone: Dialogue) -> None:
    said = [await phone.say(f"绑定码 {n:08d}", OTHER) for n in range(6)]
    assert "绑定码不对" in said[4]
    assert "请过一小时" in said[5]


async def test_an_account_is_taken_out_again(page: Dialogue, phone: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    await phone.say(f"绑定码 {await code_of(page)}", OTHER)
    said = await page.say("解除绑定", OTHER)
    assert "解除哪一个" in said
    assert page.titles == ["解除微信公众号", "解除网页（这里）", "不解除"]
    assert "someone" not in str(page.slots["task"])
    assert "已解除绑定：微信公众号" in await page.press("解除微信公众号")
    assert await people.investors.of("wechat", "someone") is None
    assert "没有绑定其他渠道" in await phone.say("我的绑定", OTHER)


async def test_who_changes_their_mind_stays_joined(page: Dialogue, phone: Dialogue, people: People) -> None:
    await people.agree("someone", "records")
    await phone.say(f"绑定码 {await code_of(page)}", OTHER)
    await page.say("解除绑定", OTHER)
    assert "不客气" in await page.say("谢谢", "thanks")
    assert page.titles == ["回到解除绑定"]
    assert "没有改变" in await page.say("算了", "deny")
    assert len(await people.investors.accounts("web", "someone")) == 2


async def test_how_it_is_done_is_answered_with_a_button(page: Dialogue) -> None:
    assert "再到另一个渠道" in await page.say("怎么绑定其他渠道？", OTHER)
    assert page.titles == ["生成绑定码"]


@pytest.mark.parametrize(
    "text", ["绑定银行卡", "怎么解绑银行卡", "绑定微信接收提醒", "绑定码" + "1" * 10_000]
)
async def test_what_is_about_other_things_is_left_to_others(page: Dialogue, text: str) -> None:
    said = await page.say(text, "thanks")
    assert "不客气" in said
