"""Promises of a second message: written with the turn, kept once, and only while the bot may speak."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from conversations import Answer, Brain, Conversations
from conversations.followups import Promise
from conversations.messages import Reply
from conversations.owners import accept, release, request_handoff
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, eventually
from tests.unit.conversations.test_outbox import Platform

REPORT = {"kind": "report", "key": "SH600519"}
TWO = [Reply("贵州茅台 600519", image="/media/a.png"), Reply("估值")]
Rows = list[tuple[Any, ...]]


@pytest.fixture
def promising(fake: FakeBrain) -> FakeBrain:
    fake.answer = lambda _question: (200, turn("报告稍后发给您。", topic="QUO11", followup=REPORT))
    return fake


@pytest.fixture
def look(database_url: str) -> Callable[[str], Rows]:
    def rows(statement: str) -> Rows:
        with psycopg.connect(database_url) as connection:
            return connection.execute(statement).fetchall()

    return rows


async def promised(conversations: Conversations, says: Says, look: Callable[[str], Rows]) -> int:
    """The number of the promise that a turn of "u1" has just made."""
    assert isinstance(await conversations.answer(says("茅台的报告", message_id="m1")), Answer)
    ((number,),) = look("select id from followup")
    return int(number)


async def number_of(conversations: Conversations) -> int:
    status = await conversations.status("web", "u1")
    assert status is not None
    return status.conversation_id


async def test_a_promise_is_written_with_its_turn_and_has_a_job(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    number = await promised(conversations, says, look)
    promise = await conversations.promised(number)
    assert promise == Promise(number, "report", "SH600519", promise.age if promise else 0)
    assert look("select queue_name, task_name, args, status::text from procrastinate_jobs") == [
        ("followups", "follow_up", {"followup": number}, "todo")
    ]
    assert conversations.counters.value("followups", "report:wanted") == 1


async def test_a_turn_without_a_promise_has_no_job(
    conversations: Conversations, fake: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    await conversations.answer(says("你好"))
    assert look("select 1 from followup union all select 1 from procrastinate_jobs") == []


async def test_a_turn_that_is_dropped_promises_nothing(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    promising.hold.clear()
    asking = asyncio.create_task(conversations.answer(says("茅台的报告")))
    await asyncio.wait_for(promising.reached.wait(), 5)
    conversation = await number_of(conversations)
    await conversations.move(conversation, request_handoff(by="investor", reason="asked"))
    promising.hold.set()
    await asking
    await eventually(lambda: was_dropped(conversations))
    assert look("select 1 from followup union all select 1 from procrastinate_jobs") == []


async def was_dropped(conversations: Conversations) -> bool:
    return conversations.counters.value("dropped_replies") == 1


async def test_a_kept_promise_follows_in_the_transcript_and_wakes_the_reader(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    number = await promised(conversations, says, look)
    following = conversations.follow("web", "u1")
    assert await anext(following) == 2
    assert await conversations.follow_up(number, TWO) == "said"
    assert await asyncio.wait_for(anext(following), 5) == 4
    said = await conversations.messages("web", "u1", after=2)
    assert [(m.seq, m.sender, m.kind, m.text, m.image) for m in said] == [
        (3, "bot", "image", "贵州茅台 600519", "/media/a.png"),
        (4, "bot", "text", "估值", None),
    ]
    assert {(m.topic, m.message_id, m.delivery) for m in said} == {("QUO11", "m1", "web")}
    assert await conversations.promised(number) is None
    assert conversations.counters.value("followups", "report:said") == 1


async def test_a_promise_is_kept_once_however_many_keep_it_at_once(
    database_url: str,
    brain: Brain,
    conversations: Conversations,
    promising: FakeBrain,
    says: Says,
    look: Callable[[str], Rows],
) -> None:
    number = await promised(conversations, says, look)
    other = await Conversations.open(database_url, brain)
    fates = await asyncio.gather(*(gateway.follow_up(number, TWO) for gateway in (conversations, other) * 6))
    await other.close()
    assert sorted(map(str, fates)) == ["None"] * 11 + ["said"]
    assert [m.seq for m in await conversations.messages("web", "u1")] == [1, 2, 3, 4]
    assert await conversations.follow_up(number, TWO, failed=True) is None


async def test_places_have_no_holes_while_turns_go_on(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    number = await promised(conversations, says, look)
    burst = [conversations.answer(says(f"第{n}句")) for n in range(8)]
    await asyncio.gather(*burst, conversations.follow_up(number, TWO))
    said = await conversations.messages("web", "u1")
    assert [m.seq for m in said] == list(range(1, 21))
    assert [m.text for m in said].count("估值") == 1


async def test_a_failure_is_told_once_and_counted_apart(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    number = await promised(conversations, says, look)
    assert await conversations.follow_up(number, [Reply("没能生成")], failed=True) == "failed"
    assert await conversations.follow_up(number, TWO) is None
    assert [m.text for m in await conversations.messages("web", "u1", after=2)] == ["没能生成"]
    assert conversations.counters.value("followups", "report:failed") == 1


async def test_nothing_follows_once_people_own_the_conversation(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    number = await promised(conversations, says, look)
    conversation = await number_of(conversations)
    await conversations.move(conversation, request_handoff(by="investor", reason="asked"))
    await conversations.move(conversation, accept("a1"))
    before = await conversations.messages("web", "u1")
    assert await conversations.follow_up(number, TWO) == "dropped"
    await conversations.move(conversation, release(by="a1", reason="done"))
    assert await conversations.follow_up(number, TWO) is None
    said = await conversations.messages("web", "u1", after=before[-1].seq)
    assert [m.sender for m in said] == ["system"]
    assert conversations.counters.value("followups", "report:dropped") == 1


async def test_a_promise_is_kept_if_the_conversation_has_come_back_to_the_bot(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    number = await promised(conversations, says, look)
    conversation = await number_of(conversations)
    await conversations.move(conversation, request_handoff(by="investor", reason="asked"))
    await conversations.move(conversation, release(by="investor", reason="went back to the bot"))
    assert await conversations.follow_up(number, TWO) == "said"
    assert [m.text for m in await conversations.messages("web", "u1")][-2:] == ["贵州茅台 600519", "估值"]


async def test_a_wish_for_a_person_in_the_same_turn_goes_before_the_promise(
    conversations: Conversations, fake: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    handoff = {"reason": "asked", "skill": None, "priority": 0}
    fake.answer = lambda _question: (200, turn("好的", followup=REPORT, handoff=handoff))
    number = await promised(conversations, says, look)
    assert await conversations.follow_up(number, TWO) == "dropped"


async def test_who_asks_for_many_waits_behind_who_asks_for_one(
    conversations: Conversations, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    for _ in range(3):
        await conversations.answer(says("报告"))
    await conversations.answer(says("报告", user="u2"))
    first = "select args ->> 'followup' from procrastinate_jobs order by priority desc, id"
    users = "select f.id::text, c.user_id from followup f join conversation c on c.id = f.conversation_id"
    user_of: dict[Any, Any] = dict(look(users))
    assert [user_of[number] for (number,) in look(first)] == ["u1", "u2", "u1", "u1"]


async def test_what_follows_is_sent_where_a_platform_must_be_sent_to(
    database_url: str, brain: Brain, promising: FakeBrain, says: Says, look: Callable[[str], Rows]
) -> None:
    platform = Platform()
    conversations = await Conversations.open(database_url, brain, senders=[platform])
    try:
        await conversations.answer(says("报告", channel="telegram"))
        ((number,),) = look("select id from followup")
        assert await conversations.follow_up(number, TWO) == "said"

        async def all_sent() -> bool:
            return len(platform.sent) == 3

        await eventually(all_sent)
    finally:
        await conversations.close(within=0.1)
    assert [(item.seq, item.text, item.image) for item in platform.sent][1:] == [
        (3, "贵州茅台 600519", "/media/a.png"),
        (4, "估值", None),
    ]
