"""Turns on a real PostgreSQL: stored once, answered once, in order."""

import asyncio

import pytest

from conversations import Answer, Brain, Conversations, Inbound, Pending
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says


async def texts(conversations: Conversations, user: str = "u1") -> list[str | None]:
    return [message.text for message in await conversations.messages("web", user)]


async def answered(conversations: Conversations, inbound: Inbound) -> Answer:
    answer = await conversations.answer(inbound)
    assert isinstance(answer, Answer)
    return answer


async def test_a_message_is_answered_and_both_are_in_the_transcript(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    answer = await answered(conversations, says("贵州茅台多少钱"))
    assert [reply.text for reply in answer.replies] == ["答：贵州茅台多少钱"]
    assert (answer.topic, answer.intent, answer.confidence, answer.owner) == (
        "QUO01",
        "ask_quote",
        0.98,
        "bot",
    )
    said = await conversations.messages("web", "u1")
    assert [(m.seq, m.sender, m.intent, m.delivery) for m in said] == [
        (1, "user", "ask_quote", None),
        (2, "bot", "ask_quote", "web"),
    ]
    assert said[1] == answer.replies[0]
    assert fake.asked[0]["sender"] == "web:u1"


async def test_the_state_of_a_turn_is_what_the_next_one_is_asked_with(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    for text in ("一", "二", "三"):
        await answered(conversations, says(text))
    assert [asked["state"] for asked in fake.asked] == [
        None,
        {"version": 1, "turns": 1},
        {"version": 1, "turns": 2},
    ]


async def test_a_duplicate_gets_the_answer_it_had(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    first = await answered(conversations, says("你好", message_id="m1"))
    await answered(conversations, says("别的"))
    again = await answered(conversations, says("你好", message_id="m1"))
    assert again == first
    assert len(fake.asked) == 2
    assert conversations.counters.value("duplicates", "web") == 1


async def test_many_deliveries_of_one_message_at_once_are_answered_once(
    database_url: str, brain: Brain, conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    other = await Conversations.open(database_url, brain)
    try:
        inbound = says("你好", message_id="m1")
        given = await asyncio.gather(*(gateway.answer(inbound) for gateway in (conversations, other) * 8))
    finally:
        await other.close()
    assert len(fake.asked) == 1
    assert {answer.seq for answer in given} == {2}
    assert await texts(conversations) == ["你好", "答：你好"]


async def test_the_same_id_of_another_user_is_another_message(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await answered(conversations, says("一", message_id="m1"))
    await answered(conversations, says("二", message_id="m1", user="u2"))
    assert await texts(conversations, "u2") == ["二", "答：二"]


async def test_a_burst_of_one_person_is_answered_in_order(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    burst = [says(text) for text in "甲乙丙丁戊己庚辛壬癸"]
    answers = await asyncio.gather(*(conversations.answer(inbound) for inbound in burst))
    assert "".join(asked["text"] for asked in fake.asked) == "甲乙丙丁戊己庚辛壬癸"
    replies = [answer.replies[0].text for answer in answers if isinstance(answer, Answer)]
    assert replies == [f"答：{inbound.text}" for inbound in burst]
    assert [asked["state"] and asked["state"]["turns"] for asked in fake.asked] == [None, *range(1, 10)]


async def test_a_received_message_is_answered_without_anybody_waiting(
    conversations: Conversations, says: Says
) -> None:
    receipt = await conversations.receive(says("你好"))
    assert (receipt.seq, receipt.duplicate, receipt.owner) == (1, False, "bot")
    async for seq in conversations.follow("web", "u1"):
        if seq == 2:
            break
    assert await texts(conversations) == ["你好", "答：你好"]


async def test_a_slow_answer_is_pending_and_comes_by_the_transcript(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    inbound = says("你好")
    assert await conversations.answer(inbound, within=0.1) == Pending(1, "bot")
    fake.hold.set()
    answer = await answered(conversations, inbound)
    assert answer.seq == 2
    assert len(fake.asked) == 1


async def test_messages_resume_after_a_place(conversations: Conversations, says: Says) -> None:
    for text in ("一", "二"):
        await answered(conversations, says(text))
    later = await conversations.messages("web", "u1", after=2)
    assert [message.text for message in later] == ["二", "答：二"]
    assert [message.seq for message in await conversations.messages("web", "u1", after=1, limit=2)] == [2, 3]


async def test_nobody_else_sees_a_conversation(conversations: Conversations, says: Says) -> None:
    await answered(conversations, says("你好"))
    assert await conversations.messages("web", "u2") == []
    assert await conversations.messages("telegram", "u1") == []
    assert await conversations.status("web", "u2") is None


@pytest.mark.parametrize(
    ("fields", "notice"),
    [
        ({"text": "  "}, "empty"),
        ({"text": "问" * 10_000}, "too_long"),
        ({"kind": "image"}, "image"),
        ({"kind": "voice"}, "voice"),
        ({"kind": "button", "button": "nobody-knows"}, "button_stale"),
    ],
)
async def test_what_the_brain_must_not_see_gets_a_kind_reply(
    conversations: Conversations, fake: FakeBrain, says: Says, fields: dict[str, str], notice: str
) -> None:
    answer = await answered(conversations, says(**fields))
    assert answer.by == f"notice:{notice}"
    assert (answer.topic, answer.intent) == (None, None)
    assert answer.replies[0].text
    assert fake.asked == []
    assert conversations.counters.value("notices", notice) == 1


async def test_nul_and_surrogates_do_not_stop_a_message(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await answered(conversations, says("贵州\x00茅台\ud800"))
    assert fake.asked[0]["text"] == "贵州茅台"


async def test_a_pressed_button_means_its_payload_in_its_own_conversation_only(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    choice = {"title": "走势图", "payload": '/ask_chart{"security":"SH600519"}'}
    message = {"text": "茅台", "buttons": [choice], "image": None}
    fake.answer = lambda _question: (200, turn(messages=[message]))
    shown = (await answered(conversations, says("茅台"))).replies[0].buttons[0]
    assert shown.title == "走势图"
    assert "/" not in shown.id

    await answered(conversations, says(kind="button", button=shown.id))
    assert (fake.asked[-1]["text"], fake.asked[-1]["payload"]) == (None, choice["payload"])

    stolen = await answered(conversations, says(kind="button", button=shown.id, user="u2"))
    assert stolen.by == "notice:button_stale"
    assert len(fake.asked) == 2


async def test_a_silent_turn_is_an_answer(conversations: Conversations, fake: FakeBrain, says: Says) -> None:
    fake.answer = lambda _question: (200, turn(topic=None, intent="thanks"))
    answer = await answered(conversations, says("谢谢"))
    assert (answer.replies, answer.seq, answer.topic) == ((), 1, None)
