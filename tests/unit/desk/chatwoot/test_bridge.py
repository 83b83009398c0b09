"""A team's own Chatwoot as the desk: all arrives on the other side once, in order, and one side speaks."""

import pytest

from conversations import Answer
from conversations.messages import Reply
from tests.unit.conversations.conftest import Says
from tests.unit.desk.chatwoot.conftest import ADDRESS, Both

INCOMING, OUTGOING = 0, 1


async def test_a_wish_for_a_person_opens_a_conversation_with_all_that_was_said(
    both: Both, says: Says
) -> None:
    await both.hand_off(says, "银证转账失败了", "怎么办", priority=9)
    await both.round()
    request, transcript = both.talk.texts(OUTGOING, private=True)
    assert "ask_human" in request
    assert "TRF03" in request
    assert transcript.index("客户：银证转账失败了") < transcript.index("客户：怎么办")
    assert both.talk.priority == "urgent"
    assert both.talk.texts(OUTGOING) == []
    await both.round()
    assert len(both.office.talks) == 1


async def test_numbers_of_a_person_are_masked_in_the_notes(both: Both, says: Says) -> None:
    await both.hand_off(says, "我的手机是13812345678")
    await both.round()
    assert "13812345678" not in "".join(both.talk.texts(OUTGOING, private=True))


async def test_of_a_long_life_with_us_the_end_is_told_and_nothing_of_it_again(both: Both, says: Says) -> None:
    await both.conversations.answer(says("第一句"))
    grown = """
    with c as (update conversation set seq = seq + 2100 returning id, seq, epoch)
    insert into message (conversation_id, seq, sender, kind, text, epoch)
    select id, seq - 2100 + n, 'user', 'text', '旧话' || n, epoch
    from c, generate_series(1, 2100) n returning seq"""
    await both.conversations.database.rows(grown, {})
    await both.hand_off(says, "最后一句")
    await both.round()
    await both.round()
    assert "最后一句" in both.talk.texts(OUTGOING, private=True)[-1]
    assert both.talk.texts(INCOMING) == []


async def test_what_the_investor_writes_while_waiting_arrives_in_order(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    for text in ("在吗", "还要多久", "我等着"):
        await both.conversations.answer(says(text))
    await both.round()
    assert both.talk.texts(INCOMING) == ["在吗", "还要多久", "我等着"]


async def test_who_answers_there_owns_the_conversation_here(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好，请稍等", name="李雷")
    await both.round()
    assert [message.text for message in await both.heard_by_investor()] == ["您好，请稍等"]
    told = [m.text or "" for m in await both.conversations.messages("web", "u1") if m.sender == "system"]
    assert "李雷" in told[-1]
    answer = await both.conversations.answer(says("好的"))
    assert isinstance(answer, Answer)
    assert (answer.owner, answer.replies) == ("human", ())


async def test_a_colleague_who_answers_takes_over_and_is_named(both: Both, says: Says) -> None:
    conversation = await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好", agent=7, name="李雷")
    both.office.answers(both.talk.id, "我来接着看", agent=8, name="韩梅梅")
    await both.round()
    steps = await both.conversations.records.steps(conversation)
    assert [step.agent for step in steps if step.owner == "human"] == ["chatwoot:7", "chatwoot:8"]
    assert [message.text for message in await both.heard_by_investor()] == ["您好", "我来接着看"]


async def test_a_webhook_that_comes_twice_says_it_once(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好")
    [event] = [each for each in both.webhooks if each["message_type"] == "outgoing" and not each["private"]]
    await both.round()
    both.webhooks.append(event)
    await both.round()
    assert len(await both.heard_by_investor()) == 1


async def test_a_webhook_that_is_lost_costs_only_time(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好")
    both.webhooks.clear()
    both.restart()  # it has not asked for as long as may be
    await both.round()
    assert len(await both.heard_by_investor()) == 1


async def test_notes_and_what_bots_write_there_are_not_for_the_investor(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "这位客户很急", private=True)
    await both.round()
    assert await both.heard_by_investor() == []
    assert await both.owner() == "queued"


async def test_a_chatwoot_that_is_away_loses_nothing(both: Both, says: Says) -> None:
    both.office.down = 3
    await both.hand_off(says)
    for _ in range(4):
        both.restart()  # the pause after a failure is the process' own
        await both.round()
    await both.conversations.answer(says("在吗"))
    await both.conversations.answer(says("喂"))
    both.office.down = 1
    for _ in range(2):
        both.restart()
        await both.round()
    assert both.talk.texts(INCOMING) == ["在吗", "喂"]
    assert len(both.office.talks) == 1


async def test_what_was_done_there_unheard_is_not_done_twice(both: Both, says: Says) -> None:
    await both.hand_off(says)
    both.office.deaf = 2  # the contact, then the conversation
    for _ in range(3):
        both.restart()
        await both.round()
    assert (len(both.office.contacts), len(both.office.talks)) == (1, 1)
    await both.conversations.answer(says("在吗"))
    both.office.deaf = 1
    for _ in range(2):
        both.restart()
        await both.round()
    assert both.talk.texts(INCOMING) == ["在吗"]


async def test_a_kill_after_the_words_were_said_does_not_repeat_them(both: Both, says: Says) -> None:
    conversation = await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好")
    await both.round()
    async with both.conversations.database.transaction() as connection:
        await connection.execute("update desk_chatwoot_link set seen = 0")
        await connection.execute("delete from desk_chatwoot_message")
    both.restart()
    await both.round()
    assert len(await both.heard_by_investor()) == 1
    assert len(await both.conversations.records.steps(conversation)) == 2


async def test_the_flood_limit_is_waited_out(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    both.office.flood = len(both.office.posts[both.talk.id]) + 1
    for text in ("一", "二", "三"):
        await both.conversations.answer(says(text))
    await both.round()
    assert both.talk.texts(INCOMING) == ["一"]
    await both.round()
    assert both.talk.texts(INCOMING) == ["一"]
    both.office.flood += 10
    both.restart()
    await both.round()
    assert both.talk.texts(INCOMING) == ["一", "二", "三"]


async def test_a_picture_goes_to_the_investor_and_what_cannot_is_told_there(
    both: Both, says: Says, chatwoot_url: str
) -> None:
    await both.hand_off(says)
    await both.round()
    good = {"file_type": "image", "data_url": chatwoot_url + both.office.attach("a.png", b"PNG...")}
    bad = {"file_type": "file", "data_url": chatwoot_url + both.office.attach("a.exe", b"MZ...")}
    both.office.answers(both.talk.id, "看这里", attachments=[good, bad])
    await both.round()
    [said] = await both.heard_by_investor()
    assert (said.text, said.image) == ("看这里", ADDRESS)
    assert "file" in both.talk.texts(OUTGOING, private=True)[-1]


async def test_they_are_told_what_became_of_their_words(both: Both, says: Says) -> None:
    await both.hand_off(says)
    await both.round()
    said = both.office.answers(both.talk.id, "您好")
    await both.round()
    assert said["status"] == "delivered"


async def test_the_room_speaks_for_nobody_there(both: Both, says: Says) -> None:
    """What the bot or an agent here says is not sent back as if the investor had."""
    conversation = await both.hand_off(says)
    await both.round()
    both.office.answers(both.talk.id, "您好")
    await both.round()
    head = await both.conversations.records.head(conversation)
    assert head
    await both.conversations.say(conversation, "chatwoot:7", Reply("另一句"), epoch=head.epoch)
    await both.round()
    assert both.talk.texts(INCOMING) == []


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({"secret": "another secret"}, 403),
        ({"age": 301}, 403),
        ({"age": -301}, 403),
        ({"body": b"no json"}, 200),
        ({"body": b"[" * 100_000}, 200),
    ],
)
async def test_only_the_inbox_rings(both: Both, forged: dict[str, str], status: int) -> None:
    assert await both.deliver({"event": "message_created", "conversation": {"id": 40}}, **forged) == status  # type: ignore[arg-type]  # facts by name


@pytest.mark.parametrize("number", [True, 10**30, -1])
async def test_a_webhook_about_no_number_of_a_conversation_stops_no_round(both: Both, number: int) -> None:
    event = {"event": "message_created", "conversation": {"id": number}}
    assert await both.deliver(event) == 200
    await both.round()
