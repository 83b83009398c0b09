"""A wish for a person while people are at work or not; what they see, and what the bot hears after them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from conversations import Answer, Brain, Conversations
from conversations.owners import accept, close, release, request_handoff, wrap_up
from conversations.reception import Always, Attended
from conversations.staff import Staffing
from conversations.tickets import unresolved
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says

Opens = Callable[[Attended], AbstractAsyncContextManager[Conversations]]
ASKED = {"reason": "ask_human", "skill": "general", "priority": 0}
PRESSING = {"reason": "report_theft", "skill": "risk", "priority": 8}


class Known(Always):
    """A reception that knows how long one waits."""

    async def minutes(self, ahead: int) -> int | None:
        return ahead + 2


class Silent(Always):
    """A reception that does not find out how long one waits."""

    async def minutes(self, ahead: int) -> int | None:
        await asyncio.Event().wait()
        return None


@pytest.fixture
def opens(database_url: str, brain: Brain) -> Opens:
    @asynccontextmanager
    async def opened(state: Attended) -> AsyncIterator[Conversations]:
        staffing = Staffing(reception=Known(state))
        conversations = await Conversations.open(database_url, brain, staffing=staffing)
        yield conversations
        await conversations.close(within=0.5)

    return opened


def wishing(fake: FakeBrain, handoff: dict[str, Any], **fields: Any) -> None:
    fake.answer = lambda _question: (200, turn("为您转人工。", handoff=handoff, **fields))


async def told(conversations: Conversations, says: Says, text: str = "转人工") -> Answer:
    answer = await conversations.answer(says(text))
    assert isinstance(answer, Answer)
    return answer


def texts(answer: Answer) -> list[str]:
    return [reply.text or "" for reply in answer.replies]


async def number(conversations: Conversations) -> int:
    status = await conversations.status("web", "u1")
    assert status is not None
    return status.conversation_id


@pytest.mark.parametrize("state", ["open", "closed", "none"])
async def test_the_brain_hears_whether_people_are_there(
    opens: Opens, fake: FakeBrain, says: Says, state: Attended
) -> None:
    async with opens(state) as conversations:
        await told(conversations, says, "你好")
    assert [(asked["desk"], asked["served"]) for asked in fake.asked] == [(state, None)]


async def test_people_see_why_they_are_wanted_and_what_was_asked(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("open") as conversations:
        entity = {"entity": "security", "value": "SH600519", "start": 0, "end": 2}
        fake.answer = lambda _question: (200, turn("1437.21", entities=[entity]))
        await told(conversations, says, "茅台多少钱")
        wishing(fake, {"reason": "topic", "skill": "trade", "priority": 3}, topic="ACC11")
        await told(conversations, says, "我要销户")
        head = await conversations.records.head(await number(conversations))
        steps = await conversations.records.steps(await number(conversations))
    assert head is not None
    assert head.priority == 3
    assert head.handoff == {
        "reason": "topic",
        "skill": "trade",
        "topic": "ACC11",
        "priority": 3,
        "summary": {
            "asked": [
                {"text": "茅台多少钱", "topic": "QUO01", "answered": True},
                {"text": "我要销户", "topic": "ACC11", "answered": True},
            ],
            "securities": [{"ref": "SH600519", "name": "茅台"}],
            "misses": 0,
            "tried": [],
            "last": "我要销户",
            "language": "zh",
        },
    }
    assert steps[0].detail == {"topic": "ACC11", "about": "ACC11", "skill": "trade", "priority": 3}


async def test_the_question_that_opened_a_closed_conversation_again_is_among_them(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("open") as conversations:
        await told(conversations, says, "茅台多少钱")
        closed = await number(conversations)
        await conversations.move(closed, close(by="system", reason="served"))
        await told(conversations, says, "怎么销户")
        await conversations.move(closed, request_handoff(by="bot", reason="ask_human"))
        head = await conversations.records.head(closed)
    assert head is not None
    assert head.handoff is not None
    assert [asked["text"] for asked in head.handoff["summary"]["asked"]] == ["怎么销户"]


async def test_who_waits_at_a_platforms_own_desk_is_ahead_of_nobody_here(
    database_url: str, brain: Brain, fake: FakeBrain, says: Says
) -> None:
    wishing(fake, {"reason": "ask_human", "skill": "general", "priority": 0})
    staffing = Staffing(reception=Always(), desks={"wechat_kf"})
    conversations = await Conversations.open(database_url, brain, staffing=staffing)
    await conversations.answer(says("转人工", channel="wechat_kf"))
    answer = await told(conversations, says)
    await conversations.close(within=0.5)
    assert "您是下一位" in texts(answer)[-1]


async def test_how_long_one_waits_is_told_where_it_is_known(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("open") as conversations:
        wishing(fake, ASKED)
        first = texts(await told(conversations, says))
        second = await conversations.answer(says("转人工", user="u2"))
    assert "您是下一位，预计 2 分钟" in first[-1]
    assert isinstance(second, Answer)
    assert "前面还有 1 位，预计 3 分钟" in texts(second)[-1]


async def test_who_waits_is_told_their_place_although_nobody_can_say_how_long(
    database_url: str, brain: Brain, fake: FakeBrain, says: Says
) -> None:
    conversations = await Conversations.open(database_url, brain, staffing=Staffing(reception=Silent()))
    wishing(fake, ASKED)
    said = texts(await told(conversations, says))
    await conversations.close(within=0.5)
    assert "您是下一位。" in said[-1]


async def test_after_hours_a_wish_for_a_person_is_a_ticket_with_its_deadline(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("closed") as conversations:
        wishing(fake, ASKED)
        answer = await told(conversations, says)
        [ticket] = await unresolved(conversations.database)
    [reply] = answer.replies
    assert (answer.owner, ticket.kind) == ("bot", "message")
    assert f"编号 {ticket.number}" in (reply.text or "")
    assert [button.title for button in reply.buttons] == ["预约时间", "留言"]


async def test_what_the_bot_had_to_say_stays_before_the_ticket(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("closed") as conversations:
        wishing(fake, {"reason": "topic", "skill": "trade", "priority": 0})
        said = texts(await told(conversations, says, "我要销户"))
    assert said[0] == "为您转人工。"
    assert "不在人工服务时间" in said[1]
    assert len(said) == 2


async def test_after_hours_what_is_pressing_is_noted_and_a_time_is_offered(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("closed") as conversations:
        wishing(fake, PRESSING)
        answer = await told(conversations, says, "账户被盗了")
        [ticket] = await unresolved(conversations.database)
    assert ticket.kind == "report_theft"
    assert texts(answer)[0] == "为您转人工。"
    assert [button.title for button in answer.replies[1].buttons] == ["预约时间"]


async def test_who_despairs_is_offered_no_times(opens: Opens, fake: FakeBrain, says: Says) -> None:
    async with opens("closed") as conversations:
        wishing(fake, {"reason": "distress", "skill": "care", "priority": 9})
        answer = await told(conversations, says, "活着没意思")
        [ticket] = await unresolved(conversations.database)
    assert (texts(answer), ticket.kind) == (["为您转人工。"], "distress")


async def test_a_promise_that_nobody_can_keep_is_not_made(opens: Opens, fake: FakeBrain, says: Says) -> None:
    async with opens("none") as conversations:
        wishing(fake, ASKED)
        answer = await told(conversations, says)
        tickets = await unresolved(conversations.database)
    assert (answer.owner, tickets) == ("bot", [])
    assert "暂未接入" in texts(answer)[0]
    assert len(answer.replies) == 1


async def test_a_ticket_of_a_turn_that_came_too_late_is_not_opened(
    opens: Opens, fake: FakeBrain, says: Says
) -> None:
    async with opens("closed") as conversations:
        wishing(fake, ASKED)
        fake.hold.clear()
        await conversations.receive(says("转人工"))
        await fake.reached.wait()
        await conversations.move(await number(conversations), request_handoff(by="investor", reason="asked"))
        fake.hold.set()
        await conversations.close(within=5)
        await conversations.database.open()
        assert conversations.counters.value("dropped_replies", "epoch") == 1
        assert await unresolved(conversations.database) == []


async def test_the_bot_hears_once_what_people_have_settled(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "我要销户")
    conversation = await number(conversations)
    wish = request_handoff(by="bot", reason="topic", handoff={"topic": "ACC11"})
    await conversations.move(conversation, wish)
    await conversations.move(conversation, accept("wang"))
    detail = {"outcome": "solved", "summary": "已登记", "told": "销户申请已登记。"}
    await conversations.move(conversation, wrap_up("wang", detail=detail))
    await conversations.move(conversation, release(by="wang", reason="solved"))
    await told(conversations, says, "茅台多少钱")
    await told(conversations, says, "谢谢")
    served = [asked["served"] for asked in fake.asked]
    assert served[0] is served[2] is None
    at = served[1].pop("at")
    assert served[1] == {"topic": "ACC11", "outcome": "solved", "told": "销户申请已登记。"}
    assert len(at) == len("2026-11-20T15:04:05+08:00")
    assert fake.asked[1]["state"] == {"version": 1, "turns": 1}


async def test_what_was_settled_waits_for_a_turn_that_commits_also_behind_the_end(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "转人工")
    conversation = await number(conversations)
    await conversations.move(conversation, request_handoff(by="bot", reason="ask_human"))
    await conversations.move(conversation, accept("wang"))
    await conversations.move(conversation, wrap_up("wang", detail={"outcome": "solved", "topic": "ACC01"}))
    await conversations.move(conversation, close(by="wang", reason="solved"))
    fake.answer = lambda _question: (502, {"error": "action_failed", "action": "action_quote"})
    await told(conversations, says, "茅台")
    fake.answer = lambda _question: (200, turn("好的"))
    await told(conversations, says, "茅台")
    await told(conversations, says, "茅台")
    topics = [(asked["served"] or {}).get("topic") for asked in fake.asked]
    assert topics == [None, "ACC01", "ACC01", "ACC01", None]


async def test_who_only_waited_was_not_served(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "转人工")
    conversation = await number(conversations)
    await conversations.move(conversation, request_handoff(by="bot", reason="ask_human"))
    await conversations.move(conversation, release(by="investor", reason="went back to the bot"))
    await told(conversations, says, "茅台")
    assert fake.asked[-1]["served"] is None
