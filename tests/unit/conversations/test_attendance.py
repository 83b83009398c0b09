"""Who may speak beside the owner, what the room itself says, and who hears that something is new."""

import asyncio

import pytest

from conversations import Brain, Conversations
from conversations.errors import OwnerChanged, TransitionRefused, WrittenMeanwhile
from conversations.messages import Reply
from conversations.owners import (
    Moved,
    accept,
    close,
    release,
    request_handoff,
    requeue,
    transfer,
    wrap_up,
)
from tests.fakes.brain import FakeBrain
from tests.unit.conversations.conftest import Says


async def taken(conversations: Conversations, says: Says) -> Moved:
    await conversations.answer(says("转人工"))
    status = await conversations.status("web", "u1")
    assert status is not None
    await conversations.move(status.conversation_id, request_handoff(by="bot", reason="ask_human"))
    return await conversations.move(status.conversation_id, accept("wang", name="王敏", number="1024"))


async def last(conversations: Conversations) -> str:
    return (await conversations.messages("web", "u1"))[-1].text or ""


async def test_the_investor_is_told_who_takes_over(conversations: Conversations, says: Says) -> None:
    moved = await taken(conversations, says)
    assert [message.text for message in moved.said] == ["客服 王敏（工号 1024）已接入，接下来由客服回答您。"]


async def test_who_joins_is_announced_once_and_speaks_in_the_owners_epoch(
    conversations: Conversations, says: Says
) -> None:
    moved = await taken(conversations, says)
    with pytest.raises(OwnerChanged):
        await conversations.say(moved.conversation_id, "li", Reply("我来补充"), epoch=moved.epoch)
    join = {"epoch": moved.epoch, "name": "李强", "number": "7"}
    joined = await conversations.join(moved.conversation_id, "li", **join)  # type: ignore[arg-type]  # by name
    again = await conversations.join(moved.conversation_id, "li", **join)  # type: ignore[arg-type]  # by name
    assert "李强" in (joined.said[0].text or "")
    assert (again.said, joined.epoch, joined.owner, joined.agent) == ((), moved.epoch, "human", "wang")
    for agent in ("li", "wang"):
        [said] = await conversations.say(moved.conversation_id, agent, Reply(agent), epoch=moved.epoch)
        assert said.sender == "agent"


async def test_what_is_asked_for_again_under_its_name_is_said_once(
    conversations: Conversations, says: Says
) -> None:
    moved = await taken(conversations, says)

    async def say(name: str) -> int:
        reply = Reply("请稍等，我查一下。")
        [said] = await conversations.say(
            moved.conversation_id, "wang", reply, epoch=moved.epoch, message_id=name
        )
        return said.seq

    once, again, other = await asyncio.gather(say("desk:a"), say("desk:a"), say("desk:b"))
    assert once == again != other
    await conversations.move(moved.conversation_id, wrap_up("wang"))
    assert await say("desk:a") == once
    earlier = await conversations.said(moved.conversation_id, "wang", "desk:a")
    assert earlier is not None
    assert earlier.seq == once
    assert await conversations.said(moved.conversation_id, "li", "desk:a") is None


async def test_who_has_left_speaks_no_more(conversations: Conversations, says: Says) -> None:
    moved = await taken(conversations, says)
    await conversations.join(moved.conversation_id, "li", epoch=moved.epoch, name="李强", number="7")
    assert await conversations.leave(moved.conversation_id, "li")
    assert not await conversations.leave(moved.conversation_id, "li")
    with pytest.raises(OwnerChanged):
        await conversations.say(moved.conversation_id, "li", Reply("还有"), epoch=moved.epoch)


async def test_a_step_sends_those_who_joined_away(conversations: Conversations, says: Says) -> None:
    moved = await taken(conversations, says)
    await conversations.join(moved.conversation_id, "li", epoch=moved.epoch, name="李强", number="7")
    handed_on = await conversations.move(moved.conversation_id, accept("zhao"))
    head = await conversations.records.head(moved.conversation_id)
    assert head is not None
    assert head.joined == []
    with pytest.raises(OwnerChanged):
        await conversations.say(moved.conversation_id, "li", Reply("还有"), epoch=handed_on.epoch)


async def test_nobody_joins_where_no_agent_is(conversations: Conversations, says: Says) -> None:
    moved = await taken(conversations, says)
    back = await conversations.move(moved.conversation_id, release(by="wang", reason="solved"))
    with pytest.raises(OwnerChanged):
        await conversations.join(moved.conversation_id, "li", epoch=back.epoch, name="李强", number="7")


async def test_the_room_speaks_only_while_it_is_whose_it_should_be(
    conversations: Conversations, says: Says
) -> None:
    moved = await taken(conversations, says)
    assert await conversations.tell(moved.conversation_id, "closed", {"queued"}) == ()
    [said] = await conversations.tell(moved.conversation_id, Reply("请稍等。"), {"human"})
    assert (said.sender, said.text, await last(conversations)) == ("system", "请稍等。", "请稍等。")


async def test_a_handing_on_is_told_as_such_and_keeps_what_is_known(
    conversations: Conversations, says: Says
) -> None:
    moved = await taken(conversations, says)
    number = moved.conversation_id
    await conversations.move(number, transfer(by="wang", to="zhao", handoff={"skill": "trade"}))
    assert "正在为您转给" in await last(conversations)
    await conversations.move(number, accept("zhao"))
    await conversations.move(number, transfer(by="zhao", handoff={"topic": "ACC01"}))
    head = await conversations.records.head(number)
    assert head is not None
    assert (head.owner, head.agent) == ("queued", None)
    known = head.handoff or {}
    assert (known["skill"], known["topic"], known["reason"]) == ("trade", "ACC01", "ask_human")


async def test_what_the_agent_lets_the_investor_know_is_repeated_on_return(
    conversations: Conversations, says: Says
) -> None:
    moved = await taken(conversations, says)
    summary = {"outcome": "solved", "told": "已为您补寄 {对账单}。"}
    await conversations.move(moved.conversation_id, release(by="wang", reason="solved", summary=summary))
    assert "刚才客服的小结：已为您补寄 {对账单}。" in await last(conversations)


async def test_the_talks_end_asks_for_a_mark_of_this_segment(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    moved = await taken(conversations, says)
    await conversations.move(moved.conversation_id, wrap_up("wang"))
    rows = await conversations.database.rows("select payload from button order by payload", {})
    assert [row["payload"] for row in rows if row["payload"].startswith("desk:")] == [
        f"desk:rate:{moved.segment}:agent:{mark}" for mark in range(1, 6)
    ]


@pytest.mark.parametrize(
    "step", [close(by="system", reason="time is up"), release(by="system", reason="time is up")]
)
async def test_what_is_written_while_a_talk_is_wrapped_up_is_not_left_behind(
    conversations: Conversations, says: Says, step: object
) -> None:
    number = (await taken(conversations, says)).conversation_id
    await conversations.move(number, wrap_up("wang"))
    await conversations.answer(says("还有一件事"))
    with pytest.raises(WrittenMeanwhile):
        await conversations.move(number, step)  # type: ignore[arg-type]  # parametrize knows no types
    queued = await conversations.move(number, requeue(by="system", reason="wrote again"))
    assert (queued.owner, queued.segment) == ("queued", 1)


async def test_an_agent_who_has_read_it_may_end_the_talk(conversations: Conversations, says: Says) -> None:
    number = (await taken(conversations, says)).conversation_id
    await conversations.move(number, wrap_up("wang"))
    thanks = await conversations.answer(says("谢谢"))
    with pytest.raises(TransitionRefused):
        await conversations.move(number, close(by="wang", reason="solved", seen=thanks.seq - 1))
    moved = await conversations.move(number, close(by="wang", reason="solved", seen=thanks.seq))
    assert moved.owner == "closed"


async def test_a_step_that_looked_at_less_is_refused(conversations: Conversations, says: Says) -> None:
    moved = await taken(conversations, says)
    written = await conversations.answer(says("等等"))
    with pytest.raises(WrittenMeanwhile):
        await conversations.move(moved.conversation_id, wrap_up("wang", seen=written.seq - 1))
    assert (await conversations.move(moved.conversation_id, wrap_up("wang", seen=written.seq))).epoch == 3


async def test_news_of_every_kind_come_with_their_number_on_every_gateway(
    conversations: Conversations, database_url: str, brain: Brain, fake: FakeBrain, says: Says
) -> None:
    other = await Conversations.open(database_url, brain)
    async with conversations.news() as here, other.news() as there:

        async def heard(number: int) -> None:
            for reader in (here, there):
                async with asyncio.timeout(5):
                    while number not in await reader.next():
                        pass

        await conversations.receive(says("你好"))
        status = await conversations.status("web", "u1")
        assert status is not None
        number = status.conversation_id
        await heard(number)
        moved = await conversations.move(number, request_handoff(by="bot", reason="ask_human"))
        await heard(number)
        await conversations.ring(number)
        await heard(number)
        assert moved.owner == "queued"
    await other.close(within=0.5)


async def test_a_reader_of_news_looks_again_after_a_quiet_second(conversations: Conversations) -> None:
    async with conversations.news() as news:
        assert await asyncio.wait_for(news.next(), 5) == set()
