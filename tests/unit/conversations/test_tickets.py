"""Tickets: opened with the turn that asked, told with their deadlines, and never twice for one grievance."""

from collections.abc import AsyncIterator
from datetime import date, datetime

import pytest

from conversations import Answer, Brain, Conversations
from conversations.messages import SHANGHAI
from conversations.reception import Always, Beside
from conversations.staff import Staffing
from conversations.tickets import Terms, advance, unresolved
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says

COMPLAINT = {"act": "open", "kind": "complaint"}


@pytest.fixture
def complaining(fake: FakeBrain) -> FakeBrain:
    fake.answer = lambda _question: (200, turn("很抱歉。", topic="CMP01", ticket=COMPLAINT))
    return fake


@pytest.fixture
async def without_desk(database_url: str, brain: Brain) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain, staffing=Staffing(reception=Always("none")))
    yield opened
    await opened.close(within=0.5)


async def test_a_wish_for_a_person_is_granted_where_the_platform_has_a_desk(
    database_url: str, brain: Brain, fake: FakeBrain, says: Says
) -> None:
    wish = {"reason": "ask_human", "skill": "general", "priority": 0}
    fake.answer = lambda _question: (200, turn("为您转接。", handoff=wish))
    staffing = Staffing(reception=Beside(Always("none"), {"wechat_kf"}))
    conversations = await Conversations.open(database_url, brain, staffing=staffing)
    owners = {}
    for channel in ("wechat_kf", "web"):
        answer = await conversations.answer(says("转人工", channel=channel))
        assert isinstance(answer, Answer)
        owners[channel] = answer.owner
    await conversations.close(within=0.5)
    assert owners == {"wechat_kf": "queued", "web": "bot"}


async def told(conversations: Conversations, says: Says, text: str, **fields: object) -> list[str]:
    answer = await conversations.answer(says(text, **fields))
    assert isinstance(answer, Answer)
    return [reply.text or "" for reply in answer.replies]


async def test_a_complaint_gets_a_number_and_its_deadlines(
    conversations: Conversations, complaining: FakeBrain, says: Says
) -> None:
    sorry, receipt = await told(conversations, says, "我要投诉")
    [ticket] = await unresolved(conversations.database)
    assert sorry == "很抱歉。"
    assert receipt.startswith(f"已登记，编号 {ticket.number}。")
    assert ticket.contact_due.astimezone(SHANGHAI).strftime("%m-%d %H:%M") in receipt
    assert (ticket.kind, ticket.state) == ("complaint", "open")


async def test_a_message_to_staff_is_told_as_such(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (200, turn("请写下来。", ticket={"act": "open", "kind": "message"}))
    receipts = [(await told(conversations, says, text))[1] for text in ("我要留言", "留言：请回电")]
    [ticket] = await unresolved(conversations.database)
    assert [text.partition(" ")[0] for text in receipts] == ["留言已登记，编号", "已补充到留言编号"]
    fake.answer = lambda _question: (200, turn("为您查一下。", ticket={"act": "list", "kind": "complaint"}))
    assert ticket.number in (await told(conversations, says, "有回复吗"))[1]


async def test_a_second_complaint_goes_to_the_same_ticket(
    conversations: Conversations, complaining: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "我要投诉")
    _, receipt = await told(conversations, says, "你们经理骗我")
    [ticket] = await unresolved(conversations.database)
    assert receipt.startswith(f"已补充到编号 {ticket.number}")


async def test_after_an_answer_a_new_complaint_is_a_new_ticket(
    conversations: Conversations, complaining: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "我要投诉")
    [first] = await unresolved(conversations.database)
    assert await advance(conversations.database, first.id, "resolved")
    await told(conversations, says, "又来了，我要投诉")
    [second] = await unresolved(conversations.database)
    assert second.id != first.id


@pytest.mark.parametrize(
    "since", ["state = 'contacted', contacted_at = now()", "contact_due = now() - interval '1 minute'"]
)
async def test_who_asks_again_after_somebody_got_in_touch_or_should_have_has_a_new_ticket(
    conversations: Conversations, fake: FakeBrain, says: Says, since: str
) -> None:
    left = {"act": "open", "kind": "message"}
    fake.answer = lambda _question: (200, turn("好的。", ticket=left))
    await told(conversations, says, "留言：请回电")
    await conversations.database.rows(f"update ticket set {since} returning id", {})  # noqa: S608 - ours
    [_, receipt] = await told(conversations, says, "留言：请再回电")
    first, second = sorted(await unresolved(conversations.database), key=lambda ticket: ticket.id)
    assert second.number in receipt
    assert second.contact_due > first.contact_due or first.state == "contacted"


async def test_a_message_delivered_twice_opens_one_ticket(
    conversations: Conversations, complaining: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "我要投诉", message_id="m1")
    await told(conversations, says, "我要投诉", message_id="m1")
    said = [message.text or "" for message in await conversations.messages("web", "u1")]
    assert sum(text.startswith("已登记") for text in said) == 1
    assert len(await unresolved(conversations.database)) == 1


async def test_who_asks_how_it_stands_is_told_each_state(
    conversations: Conversations, complaining: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "我要投诉")
    [ticket] = await unresolved(conversations.database)
    complaining.answer = lambda _question: (
        200,
        turn("为您查一下。", ticket={"act": "list", "kind": "complaint"}),
    )
    _, listed = await told(conversations, says, "投诉处理到哪了")
    assert listed.startswith(f"编号 {ticket.number}：")
    assert "前联系您" in listed
    assert await advance(conversations.database, ticket.id, "contacted")
    assert "已联系您" in (await told(conversations, says, "投诉有结果吗"))[1]
    assert await advance(conversations.database, ticket.id, "resolved")
    assert "已办结" in (await told(conversations, says, "投诉有结果吗"))[1]


async def test_who_never_complained_is_told_that_there_is_none(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (200, turn("为您查一下。", ticket={"act": "list", "kind": "complaint"}))
    assert (await told(conversations, says, "投诉处理到哪了"))[1].startswith("在这里没有查到")


async def test_what_was_noted_for_staff_alone_is_not_told(
    without_desk: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (200, turn("我很担心您。", ticket={"act": "note", "kind": "distress"}))
    await told(without_desk, says, "活着没意思")
    fake.answer = lambda _question: (200, turn("为您查一下。", ticket={"act": "list", "kind": "complaint"}))
    assert (await told(without_desk, says, "投诉处理到哪了"))[1].startswith("在这里没有查到")


async def test_a_ticket_is_contacted_once_and_not_after_its_end(
    conversations: Conversations, complaining: FakeBrain, says: Says
) -> None:
    await told(conversations, says, "我要投诉")
    [ticket] = await unresolved(conversations.database)
    assert await advance(conversations.database, ticket.id, "contacted")
    assert not await advance(conversations.database, ticket.id, "contacted")
    assert await advance(conversations.database, ticket.id, "resolved")
    assert not await advance(conversations.database, ticket.id, "resolved")


async def test_without_a_desk_a_pressing_wish_for_a_person_is_noted_for_staff(
    without_desk: Conversations, fake: FakeBrain, says: Says
) -> None:
    handoff = {"reason": "distress", "skill": "care", "priority": 9}
    fake.answer = lambda _question: (200, turn("我很担心您。", handoff=handoff))
    assert await told(without_desk, says, "活着没意思") == ["我很担心您。"]
    [ticket] = await unresolved(without_desk.database)
    status = await without_desk.status("web", "u1")
    assert (ticket.kind, status and status.owner) == ("distress", "bot")
    assert without_desk.counters.value("unserved_handoffs", "distress") == 1


async def test_without_a_desk_an_ordinary_wish_for_a_person_leaves_the_bot_in_charge(
    without_desk: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (
        200,
        turn("好的", handoff={"reason": "topic", "skill": None, "priority": 0}),
    )
    await told(without_desk, says, "我要销户")
    status = await without_desk.status("web", "u1")
    assert (status and status.owner) == "bot"
    assert await unresolved(without_desk.database) == []


def test_deadlines_are_closes_of_business_on_working_days() -> None:
    friday = datetime(2026, 9, 25, 15, 0, tzinfo=SHANGHAI)
    assert Terms().due(friday, 1) == datetime(2026, 9, 28, 17, 0, tzinfo=SHANGHAI)
    feast = date(2026, 9, 28)
    terms = Terms(is_working=lambda day: day.weekday() < 5 and day != feast)
    assert terms.due(friday, 1) == datetime(2026, 9, 29, 17, 0, tzinfo=SHANGHAI)
