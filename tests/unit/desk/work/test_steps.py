"""Dialogues of agents, a supervisor and the investor: who takes over, hands on, ends, what is left of it."""

import asyncio

import pytest

from conversations.owners import release
from desk.errors import AlreadyTaken, Blocked, NotAllowed, NotNow, Unknown
from desk.work.conversations import WrapUp
from tests.unit.desk.work.floor import Floor

SOLVED = WrapUp("solved", "ACC01", "已核对资金流水，无异常。", "已为您核对资金流水，没有异常。")


async def test_of_two_agents_who_accept_at_once_one_has_it_and_the_other_hears_so(floor: Floor) -> None:
    _, wang = await floor.desk()
    _, li = await floor.desk()
    head = await floor.waits()
    number, epoch = head.conversation_id, head.epoch
    both = [floor.work.accept(who, number, epoch) for who in (wang, li)]
    results = await asyncio.gather(*both, return_exceptions=True)
    moved, refused = sorted(results, key=lambda result: isinstance(result, Exception))
    assert isinstance(refused, AlreadyTaken)
    now = await floor.head(number)
    assert (now.owner, now.epoch) == ("human", epoch + 1)
    winner = wang if now.agent == wang.agent else li
    assert any(winner.number in (text or "") for text in await floor.texts())


async def test_what_was_offered_to_somebody_else_is_not_accepted(floor: Floor) -> None:
    _, wang = await floor.desk()
    _, li = await floor.desk()
    head = await floor.served(wang)
    moved = await floor.work.transfer(
        wang, head.conversation_id, head.epoch, agent=li.agent, skill=None, note="客户要查上月流水"
    )
    with pytest.raises(NotAllowed):
        await floor.work.accept(wang, head.conversation_id, moved.epoch)
    accepted = await floor.work.accept(li, head.conversation_id, moved.epoch)
    assert (accepted.owner, accepted.agent) == ("human", li.agent)
    steps = await floor.records.steps(head.conversation_id, head.epoch)
    assert [(step.owner, step.agent) for step in steps] == [("assigned", li.agent), ("human", li.agent)]
    assert steps[0].detail == {"note": "客户要查上月流水"}


async def test_who_left_a_ticket_and_talks_to_the_bot_is_on_the_board_until_somebody_takes_them(
    floor: Floor,
) -> None:
    _, wang = await floor.desk()
    head = await floor.left()
    [left] = (await floor.records.board()).tickets
    assert (left.conversation_id, left.owner, left.epoch) == (head.conversation_id, "bot", head.epoch)
    assert left.handoff == {"reason": "message", "topic": "ACC01"}
    assert left.waited == pytest.approx(3600, abs=60)
    moved = await floor.work.accept(wang, head.conversation_id, head.epoch)
    assert (moved.owner, moved.agent) == ("human", wang.agent)
    assert wang.number in ((await floor.texts())[-1] or "")
    await floor.conversations.move(head.conversation_id, release(by=wang.agent, reason="served"))
    assert (await floor.records.board()).tickets == []


async def test_who_talks_to_the_bot_and_left_nothing_is_nobodys_to_take(floor: Floor) -> None:
    _, wang = await floor.desk()
    number = await floor.says("你好")
    with pytest.raises(NotAllowed):
        await floor.work.accept(wang, number, (await floor.head(number)).epoch)


async def test_a_conversation_handed_to_a_skill_goes_to_the_front_with_its_wait_clock(floor: Floor) -> None:
    _, wang = await floor.desk()
    first = await floor.waits("u0")
    head = await floor.served(wang, "u1")
    await floor.work.transfer(wang, head.conversation_id, head.epoch, agent=None, skill="risk", note="")
    board = await floor.records.board()
    assert [each.conversation_id for each in board.queued] == [head.conversation_id, first.conversation_id]
    assert board.queued[0].queued_at == head.queued_at
    assert (board.queued[0].handoff or {})["skill"] == "risk"


async def test_nobody_hands_on_to_who_serves_nobody(floor: Floor) -> None:
    _, wang = await floor.desk()
    other = await floor.office.hire("quality")
    head = await floor.served(wang)
    for agent, error in ((other.id, NotNow), (wang.agent, NotNow), ("nobody", Unknown)):
        with pytest.raises(error):
            await floor.work.transfer(
                wang, head.conversation_id, head.epoch, agent=agent, skill=None, note=""
            )
    assert (await floor.head(head.conversation_id)).agent == wang.agent


async def test_advice_is_not_handed_to_who_lacks_the_licence(floor: Floor) -> None:
    _, wang = await floor.desk(licences=["adviser"], skills=["adviser"])
    plain = await floor.office.hire("agent")
    licensed = await floor.office.hire("agent", licences=["adviser"])
    head = await floor.served(wang, skill="adviser")
    number = head.conversation_id
    with pytest.raises(NotNow) as refused:
        await floor.work.transfer(wang, number, head.epoch, agent=plain.id, skill=None, note="")
    assert refused.value.why == "licence_missing"
    moved = await floor.work.transfer(wang, number, head.epoch, agent=licensed.id, skill=None, note="")
    assert moved.owner == "assigned"


async def test_a_talk_ends_with_what_came_of_it_and_goes_back_to_the_bot_once(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    number = head.conversation_id
    with pytest.raises(NotNow) as early:
        await floor.work.finish(wang, number, head.epoch, "bot")
    assert early.value.why == "not_wrapped_up"
    wrapped = await floor.work.wrap_up(wang, number, head.epoch, SOLVED)
    finished = await floor.work.finish(wang, number, wrapped.epoch, "bot")
    with pytest.raises(AlreadyTaken):
        await floor.work.finish(wang, number, wrapped.epoch, "bot")
    assert finished.owner == "bot"
    assert any(SOLVED.told in (text or "") for text in await floor.texts())
    assert not any(SOLVED.summary in (text or "") for text in await floor.texts())
    steps = await floor.records.steps(number, wrapped.epoch)
    assert (steps[0].detail or {})["outcome"] == "solved"


async def test_what_the_investor_will_read_of_a_wrap_up_is_checked_too(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    promising = WrapUp("solved", None, "", "这只基金保证收益，您放心。")
    with pytest.raises(Blocked):
        await floor.work.wrap_up(wang, head.conversation_id, head.epoch, promising)
    assert (await floor.head(head.conversation_id)).owner == "human"


async def test_who_wrapped_up_too_early_resumes_without_a_word_to_the_investor(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    wrapped = await floor.work.wrap_up(wang, head.conversation_id, head.epoch, SOLVED)
    told = await floor.texts()
    resumed = await floor.work.resume(wang, head.conversation_id, wrapped.epoch)
    assert (resumed.owner, resumed.agent) == ("human", wang.agent)
    assert await floor.texts() == told


async def test_an_investor_who_writes_during_the_wrap_up_is_not_sent_away(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    wrapped = await floor.work.wrap_up(wang, head.conversation_id, head.epoch, SOLVED)
    await floor.says("还有一个问题")
    with pytest.raises(NotNow) as refused:
        await floor.work.finish(wang, head.conversation_id, wrapped.epoch, "bot")
    assert refused.value.why == "written_meanwhile"
    assert (await floor.head(head.conversation_id)).owner == "wrapup"


async def test_a_supervisor_takes_over_from_an_agent_and_from_the_bot_and_leaves_a_trace(
    floor: Floor,
) -> None:
    _, wang = await floor.desk()
    _, zhao = await floor.desk("supervisor")
    head = await floor.served(wang)
    bots = await floor.head(await floor.says("你好", "u2"))
    for each in (head, bots):
        moved = await floor.work.take_over(zhao, each.conversation_id, each.epoch)
        assert (moved.owner, moved.agent) == ("human", zhao.agent)
    taken = [(zhao.agent, "take_over", f"conversation:{each.conversation_id}") for each in (head, bots)]
    assert await floor.acts() == taken
    with pytest.raises(AlreadyTaken):
        await floor.work.wrap_up(wang, head.conversation_id, head.epoch, SOLVED)
    with pytest.raises(NotAllowed):
        await floor.work.take_over(wang, bots.conversation_id, bots.epoch + 1)


async def test_a_colleague_joins_speaks_and_leaves_again(floor: Floor) -> None:
    _, wang = await floor.desk()
    _, lin = await floor.desk("senior")
    head = await floor.served(wang)
    await floor.work.join(lin, head.conversation_id, head.epoch)
    assert (await floor.head(head.conversation_id)).joined == [lin.agent]
    assert (await floor.acts())[0][:2] == (lin.agent, "join")
    with pytest.raises(NotAllowed):
        await floor.work.requeue(lin, head.conversation_id, head.epoch)
    await floor.work.leave(lin, head.conversation_id)
    with pytest.raises(NotAllowed):
        await floor.work.leave(lin, head.conversation_id)
    with pytest.raises(NotAllowed):
        await floor.work.join(wang, head.conversation_id, head.epoch)


async def test_a_whisper_and_a_note_reach_the_agent_and_never_the_investor(floor: Floor) -> None:
    _, wang = await floor.desk()
    _, zhao = await floor.desk("supervisor")
    head = await floor.served(wang)
    before = await floor.texts()
    await floor.work.whisper(zhao, head.conversation_id, "先核身")
    await floor.work.note(wang, head.conversation_id, "客户情绪激动")
    notes = await floor.library.notes.of(head.conversation_id)
    assert [(note.kind, note.agent, note.text) for note in notes] == [
        ("whisper", zhao.agent, "先核身"),
        ("note", wang.agent, "客户情绪激动"),
    ]
    assert await floor.texts() == before
    with pytest.raises(NotAllowed):
        await floor.work.whisper(wang, head.conversation_id, "不可以")


async def test_who_served_last_is_remembered_with_importance_and_tags(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.waits()
    number = head.conversation_id
    with pytest.raises(NotAllowed):
        await floor.work.value(wang, number, True)
    await floor.work.accept(wang, number, head.epoch)
    await floor.work.value(wang, number, True)
    await floor.work.tag(wang, number, ["两融", "老客户"])
    contact = (await floor.contacts.of([number]))[number]
    assert (contact.vip, contact.last_agent, list(contact.tags)) == (True, wang.agent, ["两融", "老客户"])
