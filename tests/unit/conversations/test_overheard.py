"""A platform's own desk: what its people say is in our transcript once, and who owns what can be asked."""

from datetime import datetime, timedelta

from conversations import Answer, Conversations
from conversations.messages import SHANGHAI
from conversations.overheard import Overheard, Owned
from conversations.owners import accept
from tests.unit.conversations.conftest import Says


def said(message_id: str = "m1", text: str = "您好，我是客服") -> Overheard:
    return Overheard("kf:zhang", message_id, text, datetime.now(SHANGHAI))


async def test_what_a_person_says_there_stands_in_the_transcript_once(
    conversations: Conversations, says: Says
) -> None:
    await conversations.answer(says("你好", channel="wechat_kf"))
    await conversations.overhear("wechat_kf", "u1", said())
    await conversations.overhear("wechat_kf", "u1", said())
    *_, last = transcript = await conversations.messages("wechat_kf", "u1")
    assert (last.sender, last.text, last.delivery) == ("agent", "您好，我是客服", "sent")
    assert [message.sender for message in transcript].count("agent") == 1
    assert [message.seq for message in transcript] == [1, 2, 3]


async def test_nobody_answers_what_a_person_said(conversations: Conversations) -> None:
    await conversations.overhear("wechat_kf", "new", said())
    status = await conversations.status("wechat_kf", "new")
    assert status is not None
    assert (status.seq, status.waiting) == (1, 0)


async def test_who_owns_what_was_moved_can_be_asked(conversations: Conversations, says: Says) -> None:
    answer = await conversations.answer(says("你好", channel="wechat_kf"))
    assert isinstance(answer, Answer)
    await conversations.answer(says("你好", channel="wechat_kf", user="u2"))
    status = await conversations.status("wechat_kf", "u1")
    assert status is not None
    moved = await conversations.move(status.conversation_id, accept("kf:zhang"))
    since = datetime.now(SHANGHAI) - timedelta(minutes=1)
    assert await conversations.moved("wechat_kf", since) == [
        Owned(status.conversation_id, "u1", "human", "kf:zhang", moved.epoch)
    ]
    assert await conversations.moved("wechat_kf", since + timedelta(minutes=2)) == []
    assert await conversations.moved("telegram", since) == []
