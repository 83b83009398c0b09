"""Who wished for traditional characters reads them in all that we say; people's words stay as they are."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import Answer, Brain, Conversations, Message, Reply
from conversations.languages import TRADITIONAL, written
from conversations.messages import Choice
from conversations.owners import accept, request_handoff
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, eventually
from tests.unit.conversations.test_parcels import Postman

WISHES = {"u1": "zh-Hant", "u2": "en", "u3": "zh-Hans"}
QUOTE = {
    "text": "贵州茅台（600519）\n最新 1,234.50 元",
    "buttons": [{"title": "查看资金流向", "payload": '/ask_flow{"security":"SH600519","说":"后"}'}],
    "image": None,
}


def wished(_channel: str, user: str) -> str:
    return f"('{json.dumps(WISHES)}'::jsonb ->> {user})"


@pytest.fixture
def postman() -> Postman:
    return Postman(width=1000)


@pytest.fixture
async def conversations(database_url: str, brain: Brain, postman: Postman) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain, senders=[postman], wished=wished)
    yield opened
    await opened.close(within=0.5)


def quoting(fake: FakeBrain, **marks: Any) -> None:
    fake.answer = lambda _question: (200, turn() | {"messages": [QUOTE | marks]})


async def replies(conversations: Conversations, says: Says, **fields: Any) -> Sequence[Message]:
    answer = await conversations.answer(says(**{"text": "贵州茅台多少钱"} | fields))
    assert isinstance(answer, Answer)
    return answer.replies


async def texts(conversations: Conversations, user: str = "u1") -> list[str | None]:
    return [message.text for message in await conversations.messages("web", user)]


async def has_said(conversations: Conversations, number: int) -> bool:
    return len(await texts(conversations)) >= number


async def test_an_answer_is_written_down_in_the_characters_that_were_wished_for(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    quoting(fake)
    [reply] = await replies(conversations, says)
    assert reply.text == "貴州茅臺（600519）\n最新 1,234.50 元"
    assert [button.title for button in reply.buttons] == ["查看資金流向"]
    assert await texts(conversations) == ["贵州茅台多少钱", reply.text]


async def test_a_button_means_what_it_meant(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    quoting(fake)
    [reply] = await replies(conversations, says)
    await conversations.answer(says(kind="button", button=reply.buttons[0].id))
    assert fake.asked[-1]["payload"] == QUOTE["buttons"][0]["payload"]  # type: ignore[index]
    assert (await texts(conversations))[2] == reply.buttons[0].title


async def test_the_brain_is_told_what_was_wished_for(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    for user in (*WISHES, "u4"):
        await replies(conversations, says, user=user)
    assert [asked["language"] for asked in fake.asked] == ["zh-Hant", "en", "zh-Hans", None]


async def test_the_brain_is_told_so_of_what_had_to_wait_too(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    burst = [
        asyncio.create_task(replies(conversations, says, text=text)) for text in ("你好", "在吗", "谢谢")
    ]
    await fake.reached.wait()
    await eventually(partial(has_said, conversations, len(burst)))
    fake.hold.set()
    await asyncio.gather(*burst)
    assert [asked["language"] for asked in fake.asked] == ["zh-Hant"] * 3


async def test_nobody_else_is_answered_otherwise_than_before(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    quoting(fake)
    for user in ("u2", "u3", "u4"):
        [reply] = await replies(conversations, says, user=user)
        assert reply.text == QUOTE["text"]


@pytest.mark.parametrize(
    ("user", "mark", "begins"),
    [("u1", "zh-Hans", "贵州"), ("u4", "zh-Hant", "貴州"), ("u2", "zh-Hant", "貴州")],
)
async def test_a_message_may_say_itself_what_it_is_to_be_written_in(
    conversations: Conversations, fake: FakeBrain, says: Says, user: str, mark: str, begins: str
) -> None:
    quoting(fake, language=mark)
    [reply] = await replies(conversations, says, user=user)
    assert (reply.text or "").startswith(begins)


async def test_notices_are_written_so_too_and_what_a_person_says_is_not(
    conversations: Conversations, says: Says
) -> None:
    """The place in the queue, who takes over, what the room says; then the agent."""
    await conversations.answer(says("转人工"))
    status = await conversations.status("web", "u1")
    assert status
    number = status.conversation_id
    waiting = await conversations.move(number, request_handoff(by="bot", reason="ask_human"))
    moved = await conversations.move(number, accept("wang", name="王敏", number="1024"))
    told = await conversations.tell(number, Reply("预约时间已改"))
    assert [said.text for said in (*waiting.said, *moved.said, *told)] == [
        "正在為您轉接人工客服，您是下一位。\n您說過的內容會一併轉給客服，不用重複。",
        "客服 王敏（工號 1024）已接入，接下來由客服回答您。",
        "預約時間已改",
    ]
    [said] = await conversations.say(number, "wang", Reply("您好，请说"), epoch=moved.epoch)
    assert said.text == "您好，请说"
    await conversations.receive(says("还没到账"))
    assert (await texts(conversations))[-1] == "还没到账"


async def test_a_notice_that_answers_for_the_brain_is_written_so_too(
    conversations: Conversations, says: Says
) -> None:
    [reply] = await replies(conversations, says, kind="image", text=None)
    assert "圖" in (reply.text or "")


async def test_what_follows_later_is_written_so_too(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    promise = {"kind": "report", "key": "SH600519"}
    fake.answer = lambda _question: (200, turn("报告稍后发给您。", followup=promise))
    await replies(conversations, says)
    assert await conversations.follow_up(1, [Reply("报告", (Choice("再来一份", "/ask_report"),))]) == "said"
    assert (await texts(conversations))[1:] == ["報告稍後發給您。", "報告"]


async def test_what_a_platform_sends_has_its_mark_in_the_same_characters(
    conversations: Conversations, fake: FakeBrain, says: Says, postman: Postman
) -> None:
    quoting(fake)
    for user in ("u1", "u4"):
        await replies(conversations, says, user=user, channel=postman.name)

    async def sent() -> bool:
        return len(postman.letters) == 2

    await eventually(sent)
    marks = {item.recipient: (item.label, item.language) for item in postman.items}
    assert marks == {"u1": ("【自動回覆】", TRADITIONAL), "u4": ("【自动回复】", None)}


WORDS = st.lists(
    st.one_of(
        st.text(alphabet="后发复台里干面只证券贵宁银行，。（）【】：", max_size=12),
        st.from_regex(r"[0-9]{1,4}[.,%][0-9]{2}", fullmatch=True),
        st.sampled_from(
            [
                "600519",
                "SZ000001",
                "1,234.50",
                "https://www.sse.com.cn/a?b=600519&c=1",
                "/ask_quote",
                "C3",
                "\n",
            ]
        ),
        st.text(st.characters(codec="ascii", min_codepoint=9), max_size=8),
    )
).map("".join)
UNCHANGED = re.compile(r"[!-~\n]+")


@given(WORDS, WORDS, WORDS)
def test_digits_codes_addresses_payloads_and_lines_stay(text: str, title: str, payload: str) -> None:
    reply = Reply(text, (Choice(title, payload),), "/media/后.png", account=True)
    said = written(reply, TRADITIONAL)
    assert UNCHANGED.findall(said.text or "") == UNCHANGED.findall(text)
    assert (said.text or "").count("\n") == text.count("\n")
    assert UNCHANGED.findall(said.choices[0].title) == UNCHANGED.findall(title)
    assert [choice.payload for choice in said.choices] == [payload]
    assert (said.image, said.account, said.language) == (reply.image, True, TRADITIONAL)
    assert written(reply, "en") == written(reply, None) == reply
