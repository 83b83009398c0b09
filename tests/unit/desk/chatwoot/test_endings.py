"""How conversations with a team's own Chatwoot begin and end: nobody is left between the two."""

import pytest

from conversations.owners import request_handoff
from tests.unit.conversations.conftest import Says
from tests.unit.desk.chatwoot.conftest import Both

INCOMING, OUTGOING = 0, 1


@pytest.mark.parametrize("event", ["conversation_status_changed", "conversation_updated"])
async def test_when_they_resolve_it_the_bot_has_it_back(both: Both, says: Says, event: str) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "办好了")
    both.office.resolves(both.talk.id, event=event)
    await both.round()
    assert [message.text for message in await both.heard_by_investor()] == ["办好了"]
    assert await both.owner() == "bot"


async def test_who_was_served_there_is_asked_once_how_it_was(both: Both, says: Says) -> None:
    conversation = await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "办好了")
    both.office.resolves(both.talk.id)
    for _ in range(2):
        await both.round()
    last = (await both.conversations.messages("web", "u1"))[-1]
    assert [button.title for button in last.buttons][:2] == ["很满意", "满意"]
    steps = await both.conversations.records.steps(conversation)
    assert [(step.owner, step.agent) for step in steps][1:] == [
        ("human", "chatwoot:7"),
        ("wrapup", "chatwoot:7"),
        ("bot", None),
    ]


async def test_an_investor_who_goes_back_to_the_bot_ends_it_there(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    await both.press(says, "回到机器人")
    await both.round()
    assert both.talk.status == "resolved"
    assert "回到自动服务" in both.talk.texts(OUTGOING, private=True)[-1]
    late = both.office.answers(both.talk.id, "我来了")
    await both.round()
    assert await both.heard_by_investor() == []
    assert late["status"] == "failed"
    assert late["external_error"]


@pytest.mark.parametrize("opened", [True, False])
async def test_a_message_left_in_the_queue_is_read_and_answered_there(
    both: Both, says: Says, opened: bool
) -> None:
    await both.hand_off(says)
    if opened:
        await both.round()
    await both.press(says, "留言")
    await both.round()
    await both.conversations.answer(says("请明天打给我"))
    await both.round()
    assert both.talk.status == "open"
    assert both.talk.texts(INCOMING)[-1] == "请明天打给我"
    both.office.answers(both.talk.id, "好的，明天联系您")
    await both.round()
    assert [message.text for message in await both.heard_by_investor()] == ["好的，明天联系您"]


async def test_a_wish_right_after_the_last_one_ends_that_first(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    first = both.talk
    await both.press(says, "回到机器人")
    await both.hand_off(says, "还是要人工")
    await both.round()
    assert (first.status, both.talk.status) == ("resolved", "open")
    assert first.id != both.talk.id


async def test_what_ended_there_ends_no_later_wish(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    first = both.talk
    await both.press(says, "回到机器人")
    await both.round()
    await both.hand_off(says, "还是要人工")
    late = both.office.answers(first.id, "您还在吗")
    both.office.resolves(first.id)
    await both.round()
    assert await both.owner() == "queued"
    assert (late["status"], await both.heard_by_investor()) == ("failed", [])


async def test_what_is_deleted_there_is_opened_anew(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好")
    await both.round()
    both.office.talks.clear()
    await both.conversations.answer(says("在吗"))
    both.restart()
    await both.round()
    assert await both.owner() == "queued"
    assert "在吗" in "".join(both.talk.texts(OUTGOING, private=True))


async def test_who_is_served_on_a_platforms_own_desk_is_not_opened_there(both: Both, says: Says) -> None:
    inbound = says("转人工", channel="wechat_kf")
    await both.conversations.receive(inbound)
    status = await both.conversations.status("wechat_kf", inbound.user)
    assert status
    await both.conversations.move(status.conversation_id, request_handoff(by="bot", reason="ask_human"))
    await both.round()
    assert both.office.talks == {}


async def test_a_second_wish_is_a_conversation_of_its_own(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "办好了")
    both.office.resolves(both.talk.id)
    await both.round()
    await both.hand_off(says, "还有一件事")
    await both.round()
    assert len(both.office.talks) == 2
    assert len(both.office.contacts) == 1
