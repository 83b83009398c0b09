"""Buttons of the desk: obeyed whoever has the conversation, once each, and what is said behind an answer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from conversations import Answer, Brain, Conversations
from conversations.counter import Answered, Pressed
from conversations.messages import Choice, Owner, Reply
from conversations.owners import accept, close, leave_ticket, request_handoff, wrap_up
from tests.fakes.brain import FakeBrain
from tests.unit.conversations.conftest import Says

OFFER = Reply("请选一个时间。", (Choice("预约时间", "desk:slots"), Choice("没有", "desk:nothing")))


@dataclass
class Book:
    """A counter that knows one button, notes each press, and asks behind every thanks."""

    pressed: list[Pressed] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)

    async def press(self, pressed: Pressed) -> Reply | None:
        self.pressed.append(pressed)
        return Reply("已预约。") if pressed.payload == "desk:slots" else None

    async def after(self, answered: Answered) -> Reply | None:
        self.answered.append(answered)
        return Reply("请评分。") if answered.intent == "ask_quote" else None


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
async def counted(database_url: str, brain: Brain, book: Book) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain, counter=book)
    yield opened
    await opened.close(within=0.5)


async def offered(conversations: Conversations, says: Says, owner: Owner) -> tuple[int, dict[str, str]]:
    """A conversation that `owner` has and that shows buttons of the desk: its number, the ids by title."""
    await conversations.answer(says("你好"))
    status = await conversations.status("web", "u1")
    assert status is not None
    number = status.conversation_id
    wish = request_handoff(by="bot", reason="ask_human")
    ways = {
        "bot": [],
        "closed": [close(by="system", reason="idle")],
        "queued": [wish],
        "ticket": [wish, leave_ticket(by="investor", reason="left a message")],
        "human": [wish, accept("wang")],
        "wrapup": [wish, accept("wang"), wrap_up("wang")],
    }
    for step in ways[owner]:
        await conversations.move(number, step)
    [said] = await conversations.tell(number, OFFER)
    return number, {button.title: button.id for button in said.buttons}


async def press(conversations: Conversations, says: Says, button: str, **fields: object) -> Answer:
    answer = await conversations.answer(says(kind="button", button=button, **fields))
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.parametrize("owner", ["bot", "closed", "queued", "ticket", "human", "wrapup"])
async def test_a_button_of_the_desk_is_obeyed_whoever_has_the_conversation(
    counted: Conversations, book: Book, fake: FakeBrain, says: Says, owner: Owner
) -> None:
    number, ids = await offered(counted, says, owner)
    answer = await press(counted, says, ids["预约时间"])
    assert [reply.text for reply in answer.replies] == ["已预约。"]
    [pressed] = book.pressed
    assert (pressed.conversation_id, pressed.channel, pressed.user) == (number, "web", "u1")
    said = await counted.messages("web", "u1", after=answer.seq - 2)
    assert [message.text for message in said] == ["预约时间", "已预约。"]
    by_bot = owner in ("bot", "closed")
    assert (pressed.owner, pressed.segment) == (("bot", None) if by_bot else (owner, 1))
    assert [asked["text"] for asked in fake.asked] == ["你好"]


@pytest.mark.parametrize("owner", ["bot", "queued"])
async def test_a_button_that_nobody_knows_is_said_to_be_stale(
    counted: Conversations, says: Says, owner: Owner
) -> None:
    _, ids = await offered(counted, says, owner)
    [reply] = (await press(counted, says, ids["没有"])).replies
    assert "用不了" in (reply.text or "")


async def test_a_press_delivered_twice_is_obeyed_and_answered_once(
    counted: Conversations, book: Book, says: Says
) -> None:
    _, ids = await offered(counted, says, "queued")
    first, again = [await press(counted, says, ids["预约时间"], message_id="m1") for _ in range(2)]
    assert first.replies == again.replies
    assert len(book.pressed) == 1
    said = [message.text for message in await counted.messages("web", "u1")]
    assert said.count("已预约。") == 1


async def test_a_press_left_unanswered_is_obeyed_when_it_is_delivered_again(
    counted: Conversations, book: Book, database_url: str, says: Says
) -> None:
    _, ids = await offered(counted, says, "queued")
    deaf = says(kind="button", button=ids["预约时间"])
    await counted.receive(deaf)
    await counted.database.rows("delete from message where text = '已预约。' returning seq", {})
    await counted.receive(deaf)
    assert len(book.pressed) == 2
    assert (await counted.messages("web", "u1"))[-1].text == "已预约。"


async def test_a_mark_given_while_a_talk_is_wrapped_up_does_not_keep_it_open(
    counted: Conversations, says: Says
) -> None:
    number, ids = await offered(counted, says, "wrapup")
    await press(counted, says, ids["预约时间"])
    moved = await counted.move(number, close(by="wang", reason="solved"))
    assert moved.owner == "closed"


@pytest.mark.parametrize(
    ("payload", "owner", "words"),
    [("/ask_human", "queued", "另一位客服"), ("/leave_message", "ticket", "直接写在下面")],
)
async def test_who_was_not_content_with_a_talk_need_not_wait_for_its_end(
    counted: Conversations, says: Says, payload: str, owner: Owner, words: str
) -> None:
    number, _ = await offered(counted, says, "wrapup")
    [sorry] = await counted.tell(number, Reply("抱歉没有让您满意。", (Choice("按钮", payload),)))
    answer = await press(counted, says, sorry.buttons[0].id)
    assert answer.owner == owner
    assert words in (answer.replies[-1].text or "")


async def test_the_bot_asks_behind_an_answer_and_not_behind_a_wish_for_a_person(
    counted: Conversations, book: Book, fake: FakeBrain, says: Says
) -> None:
    answer = await counted.answer(says("茅台多少钱"))
    assert isinstance(answer, Answer)
    assert [reply.text for reply in answer.replies] == ["答：茅台多少钱", "请评分。"]
    [answered] = book.answered
    assert (answered.seq, answered.intent, answered.topic) == (1, "ask_quote", "QUO01")
