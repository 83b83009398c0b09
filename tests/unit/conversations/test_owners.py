"""One owner at a time: the table of steps, and what each step does to people and messages."""

import asyncio
from itertools import product
from typing import get_args

import psycopg
import pytest

from conversations import Answer, Conversations, Inbound, Owner
from conversations.errors import OwnerChanged, TransitionRefused, UnknownConversation
from conversations.messages import Reply
from conversations.owners import (
    ALLOWED,
    Step,
    accept,
    assign,
    check,
    close,
    leave_ticket,
    release,
    request_handoff,
    requeue,
    wrap_up,
)
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says

OWNERS: tuple[Owner, ...] = get_args(Owner)


async def answered(conversations: Conversations, inbound: Inbound) -> Answer:
    answer = await conversations.answer(inbound)
    assert isinstance(answer, Answer)
    return answer


async def number(conversations: Conversations, user: str = "u1") -> int:
    status = await conversations.status("web", user)
    assert status is not None
    return status.conversation_id


async def queue(conversations: Conversations, says: Says, user: str = "u1", priority: int = 0) -> int:
    await answered(conversations, says("转人工", user=user))
    conversation = await number(conversations, user)
    await conversations.move(conversation, request_handoff(by="investor", reason="asked", priority=priority))
    return conversation


async def seen_by_brain(fake: FakeBrain) -> list[str]:
    return [asked["text"] for asked in fake.asked]


@pytest.mark.parametrize(("owner", "to"), list(product(OWNERS, OWNERS)))
def test_every_pair_of_owners_is_allowed_or_refused_by_the_table(owner: Owner, to: Owner) -> None:
    if to in ALLOWED[owner]:
        check(owner, to)
    else:
        with pytest.raises(TransitionRefused) as refused:
            check(owner, to)
        assert (refused.value.owner, refused.value.to) == (owner, to)


def test_from_every_owner_the_bot_can_be_reached_again() -> None:
    for owner in OWNERS:
        assert "bot" in ALLOWED[owner] or "closed" in ALLOWED[owner] or owner == "bot"


async def test_the_whole_way_of_a_handoff(
    conversations: Conversations, database_url: str, fake: FakeBrain, says: Says
) -> None:
    conversation = await queue(conversations, says)
    steps = [assign("a1"), accept("a1"), wrap_up("a1"), close(by="a1", reason="solved")]
    moved = [await conversations.move(conversation, step) for step in steps]
    assert [(m.owner, m.epoch) for m in moved] == [
        ("assigned", 2),
        ("human", 3),
        ("wrapup", 4),
        ("closed", 5),
    ]
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        cursor = await connection.execute(
            "select from_owner, to_owner, epoch, by from transition order by epoch"
        )
        assert await cursor.fetchall() == [
            ("bot", "queued", 1, "investor"),
            ("queued", "assigned", 2, "system"),
            ("assigned", "human", 3, "a1"),
            ("human", "wrapup", 4, "a1"),
            ("wrapup", "closed", 5, "a1"),
        ]


async def test_the_brains_wish_for_a_person_is_written_with_its_answer(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    handoff = {"reason": "asked", "skill": "general", "priority": 2}
    fake.answer = lambda _question: (200, turn("好的，马上转接。", topic="SVC01", handoff=handoff))
    answer = await answered(conversations, says("转人工"))
    assert answer.owner == "queued"
    assert [(reply.sender, bool(reply.text)) for reply in answer.replies] == [("bot", True), ("system", True)]
    assert "下一位" in (answer.replies[1].text or "")
    assert [button.title for button in answer.replies[1].buttons] == ["留言", "回到机器人"]
    assert conversations.counters.value("handoffs", "asked") == 1


async def test_messages_that_wait_when_a_person_is_asked_for_are_left_to_them(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    handoff = {"reason": "asked", "skill": None, "priority": 0}
    fake.answer = lambda _question: (200, turn("好的", handoff=handoff))
    fake.hold.clear()
    first = asyncio.create_task(conversations.answer(says("转人工")))
    await asyncio.wait_for(fake.reached.wait(), 5)
    second = says("快点")
    await conversations.receive(second)
    fake.hold.set()
    assert (await first).owner == "queued"
    left = await answered(conversations, second)
    assert (left.by, left.replies) == ("owner", ())
    assert await seen_by_brain(fake) == ["转人工"]


async def test_what_is_said_in_the_queue_is_kept_and_never_parsed(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await queue(conversations, says)
    answer = await answered(conversations, says("我的密码是 123456"))
    assert (answer.owner, answer.topic, answer.by) == ("queued", None, "owner")
    assert await seen_by_brain(fake) == ["转人工"]
    said = await conversations.messages("web", "u1")
    assert [m.text for m in said if m.sender == "user"] == ["转人工", "我的密码是 123456"]
    status = await conversations.status("web", "u1")
    assert status is not None
    assert status.waiting == 0


async def test_the_place_in_the_queue_is_told_at_most_once_a_minute(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    conversation = await queue(conversations, says)
    assert (await answered(conversations, says("在吗"))).replies == ()
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update conversation set told_at = told_at - interval '61 seconds'")
    assert len((await answered(conversations, says("在吗"))).replies) == 1
    assert (await answered(conversations, says("在吗"))).replies == ()
    assert conversation == await number(conversations)


async def test_the_place_counts_those_ahead_by_priority_then_by_time(
    conversations: Conversations, says: Says
) -> None:
    for user, priority in (("first", 0), ("second", 0), ("urgent", 5), ("last", 0)):
        await queue(conversations, says, user, priority)
    told = {
        user: (await conversations.messages("web", user))[-1].text or ""
        for user in ("first", "second", "urgent", "last")
    }
    assert "下一位" in told["first"]
    assert "前面还有 1 位" in told["second"]
    assert "下一位" in told["urgent"]
    assert "前面还有 3 位" in told["last"]


async def test_the_investor_goes_back_to_the_bot_and_nothing_is_answered_again(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await queue(conversations, says)
    await answered(conversations, says("等不及了"))
    told = [m for m in await conversations.messages("web", "u1") if m.sender == "system"][-1]
    back = next(button for button in told.buttons if button.title == "回到机器人")
    answer = await answered(conversations, says(kind="button", button=back.id))
    assert answer.owner == "bot"
    assert "自动服务" in (answer.replies[0].text or "")
    await answered(conversations, says("茅台多少钱"))
    assert await seen_by_brain(fake) == ["转人工", "茅台多少钱"]
    again = await answered(conversations, says(kind="button", button=back.id))
    assert again.by == "notice:returned"


async def test_the_investor_leaves_a_message_and_it_is_confirmed(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await queue(conversations, says)
    told = (await conversations.messages("web", "u1"))[-1]
    leave = next(button for button in told.buttons if button.title == "留言")
    assert (await answered(conversations, says(kind="button", button=leave.id))).owner == "ticket"
    kept = await answered(conversations, says("请回电"))
    assert "已记下" in (kept.replies[0].text or "")
    assert await seen_by_brain(fake) == ["转人工"]


async def test_a_button_of_the_queue_does_not_end_a_talk_with_a_person(
    conversations: Conversations, says: Says
) -> None:
    conversation = await queue(conversations, says)
    back = (await conversations.messages("web", "u1"))[-1].buttons[1]
    await conversations.move(conversation, accept("a1"))
    answer = await answered(conversations, says(kind="button", button=back.id))
    assert (answer.owner, answer.replies) == ("human", ())


async def test_two_agents_who_accept_at_once_are_one_owner(conversations: Conversations, says: Says) -> None:
    conversation = await queue(conversations, says)
    status = await conversations.status("web", "u1")
    assert status is not None
    both = [conversations.move(conversation, accept(agent, epoch=status.epoch)) for agent in ("a1", "a2")]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Moved", "OwnerChanged"]


async def test_only_the_owner_speaks_and_only_in_their_epoch(
    conversations: Conversations, says: Says
) -> None:
    conversation = await queue(conversations, says)
    moved = await conversations.move(conversation, accept("a1"))
    said = await conversations.say(conversation, "a1", Reply("您好"), epoch=moved.epoch)
    assert [(m.sender, m.text) for m in said] == [("agent", "您好")]
    assert (await conversations.messages("web", "u1"))[-1] == said[0]
    with pytest.raises(OwnerChanged):
        await conversations.say(conversation, "a2", Reply("我也在"), epoch=moved.epoch)
    await conversations.move(conversation, release(by="a1", reason="solved"))
    with pytest.raises(OwnerChanged) as late:
        await conversations.say(conversation, "a1", Reply("还有"), epoch=moved.epoch)
    assert late.value.owner == "bot"


async def test_back_in_the_queue_comes_to_the_front_with_the_wait_clock_kept(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    conversation = await queue(conversations, says)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        clock = "select queued_at from conversation where id = %s"
        before = await (await connection.execute(clock, [conversation])).fetchone()
        await conversations.move(conversation, accept("a1"))
        await queue(conversations, says, "earlier?")
        await connection.execute(
            "update conversation set queued_at = queued_at - interval '1 hour' where id <> %s", [conversation]
        )
        await conversations.move(conversation, requeue(by="system", reason="agent gone"))
        assert await (await connection.execute(clock, [conversation])).fetchone() == before
        first = "select id from conversation where owner = 'queued' order by requeued desc, queued_at"
        assert await (await connection.execute(first)).fetchone() == (conversation,)


async def test_what_an_agent_sums_up_is_kept_with_the_step(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    conversation = await queue(conversations, says)
    await conversations.move(conversation, accept("a1"))
    await conversations.move(conversation, release(by="a1", reason="solved", summary={"outcome": "已改密码"}))
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        cursor = await connection.execute("select detail from transition order by epoch desc limit 1")
        assert await cursor.fetchone() == ({"outcome": "已改密码"},)


async def test_a_closed_conversation_opens_with_the_next_message(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await answered(conversations, says("一"))
    await conversations.move(await number(conversations), close(by="system", reason="idle"))
    answer = await answered(conversations, says("二"))
    assert (answer.owner, answer.replies[0].text) == ("bot", "答：二")
    status = await conversations.status("web", "u1")
    assert status is not None
    assert (status.owner, status.epoch) == ("bot", 2)
    assert fake.asked[-1]["state"] == {"version": 1, "turns": 1}


async def test_a_conversation_with_an_unanswered_message_cannot_be_closed(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    await conversations.receive(says("你好"))
    with pytest.raises(TransitionRefused):
        await conversations.move(await number(conversations), close(by="system", reason="idle"))


async def test_a_refused_step_changes_nothing(conversations: Conversations, says: Says) -> None:
    await answered(conversations, says("你好"))
    before = await conversations.status("web", "u1")
    conversation = await number(conversations)
    with pytest.raises(TransitionRefused):
        await conversations.move(conversation, wrap_up("a1"))
    with pytest.raises(OwnerChanged):
        await conversations.move(conversation, leave_ticket(by="investor", reason="x", epoch=99))
    with pytest.raises(UnknownConversation):
        await conversations.move(conversation + 1, Step("queued", "bot", "asked"))
    assert await conversations.status("web", "u1") == before
