"""What is read for those who work with conversations: every row, every step, and the queue in its order."""

from datetime import datetime, timedelta

import psycopg

from conversations import Conversations
from conversations.messages import SHANGHAI, Reply
from conversations.owners import accept, assign, close, leave_ticket, release, request_handoff, wrap_up
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says

HOUR = timedelta(hours=1)


async def begun(conversations: Conversations, says: Says, user: str = "u1", text: str = "你好") -> int:
    await conversations.answer(says(text, user=user))
    status = await conversations.status("web", user)
    assert status is not None
    return status.conversation_id


async def queued(conversations: Conversations, says: Says, user: str, priority: int = 0) -> int:
    number = await begun(conversations, says, user)
    await conversations.move(number, request_handoff(by="bot", reason="ask_human", priority=priority))
    return number


async def served(conversations: Conversations, number: int) -> None:
    """A person takes it, and gives it back with a word on it."""
    await conversations.move(number, accept("wang", name="王敏", number="1024"))
    await conversations.move(number, wrap_up("wang", detail={"outcome": "solved", "told": "已补寄。"}))
    await conversations.move(number, release(by="wang", reason="solved", summary={"told": "已补寄。"}))


async def test_a_line_tells_which_button_was_pressed_and_how_it_was_understood(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    button = {"title": "平安银行", "payload": '/ask_quote{"security":"SZ000001"}'}
    asked = {"text": "您问的是哪只？", "image": None, "buttons": [button]}
    entities = [{"entity": "security", "value": "SH600519", "text": "茅台"}]
    fake.answer = lambda _question: (200, {**turn(entities=entities), "messages": [asked]})
    number = await begun(conversations, says, text="茅台")
    offered = (await conversations.records.lines(number))[1].buttons
    await conversations.answer(says(kind="button", button=offered[0].id))
    lines = await conversations.records.lines(number)
    assert [line.seq for line in lines] == [1, 2, 3, 4]
    assert [(line.sender, line.kind, line.text) for line in lines[:3]] == [
        ("user", "text", "茅台"),
        ("bot", "text", "您问的是哪只？"),
        ("user", "button", "平安银行"),
    ]
    assert (lines[2].pressed, lines[2].pressed_title) == (offered[0].id, "平安银行")
    first = lines[0]
    assert (first.intent, first.confidence, first.topic, first.entities) == (
        "ask_quote",
        0.98,
        "QUO01",
        entities,
    )
    assert (lines[1].delivery, lines[1].delivery_error) == ("web", None)


async def test_a_line_tells_why_it_could_not_be_delivered(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    await conversations.answer(says("你好", channel="telegram"))
    status = await conversations.status("telegram", "u1")
    assert status is not None
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update outbox set state = 'failed', error = 'Blocked'")
        await connection.execute("update message set delivery = 'failed' where sender = 'bot'")
    [_, reply] = await conversations.records.lines(status.conversation_id)
    assert (reply.delivery, reply.delivery_error) == ("failed", "Blocked")


async def test_lines_are_read_on_from_a_place_and_back_from_one(
    conversations: Conversations, says: Says
) -> None:
    number = await begun(conversations, says)
    for _ in range(3):
        await conversations.answer(says("再来"))
    lines = conversations.records.lines
    assert [line.seq for line in await lines(number, after=2, limit=3)] == [3, 4, 5]
    assert [line.seq for line in await lines(number, before=7, limit=3)] == [4, 5, 6]
    assert [line.seq for line in await lines(number, after=4, before=7)] == [5, 6]


async def test_who_spoke_stands_beside_what_an_agent_said(conversations: Conversations, says: Says) -> None:
    number = await queued(conversations, says, "u1")
    moved = await conversations.move(number, accept("wang"))
    await conversations.say(number, "wang", Reply("您好"), epoch=moved.epoch)
    line = (await conversations.records.lines(number))[-1]
    assert (line.sender, line.agent, line.epoch) == ("agent", "wang", moved.epoch)


async def test_a_head_tells_who_has_it_and_since_when(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    number = await queued(conversations, says, "u1", priority=3)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update conversation set queued_at = now() - interval '90 s'")
    await conversations.move(number, assign("wang"))
    head = await conversations.records.head(number)
    assert head is not None
    assert (head.owner, head.agent, head.epoch, head.segment, head.priority) == ("assigned", "wang", 2, 1, 3)
    assert head.waited is not None
    assert 90 <= head.waited < 150
    assert 0 <= head.age < 60
    assert await conversations.records.head(number + 1) is None
    assert [each.conversation_id for each in await conversations.records.heads([number, number + 1])] == [
        number
    ]


async def test_the_board_is_in_the_order_of_service(conversations: Conversations, says: Says) -> None:
    first, second, urgent, talking, left = [
        await queued(conversations, says, user, priority)
        for user, priority in (("u1", 0), ("u2", 0), ("u3", 5), ("u4", 0), ("u5", 0))
    ]
    await begun(conversations, says, "u6")
    await conversations.move(talking, accept("wang"))
    await conversations.move(left, leave_ticket(by="investor", reason="left a message"))
    board = await conversations.records.board(limit=2)
    assert [head.conversation_id for head in board.queued] == [urgent, first]
    assert board.queued_count == 3
    assert [head.conversation_id for head in board.attended] == [talking]
    assert [head.conversation_id for head in board.tickets] == [left]
    whole = await conversations.records.board()
    assert [head.conversation_id for head in whole.queued] == [urgent, first, second]


async def test_a_segment_lasts_from_the_asking_to_the_return(
    conversations: Conversations, says: Says
) -> None:
    number = await queued(conversations, says, "u1")
    await served(conversations, number)
    head = await conversations.records.head(number)
    assert head is not None
    assert (head.owner, head.segment) == ("bot", None)
    await conversations.move(number, request_handoff(by="investor", reason="asked again"))
    steps = await conversations.records.steps(number)
    assert [(step.epoch, step.segment, step.before, step.owner, step.agent) for step in steps] == [
        (1, 1, "bot", "queued", None),
        (2, 1, "queued", "human", "wang"),
        (3, 1, "human", "wrapup", "wang"),
        (4, 1, "wrapup", "bot", None),
        (5, 5, "bot", "queued", None),
    ]
    assert [step.epoch for step in await conversations.records.steps(number, after_epoch=3)] == [4, 5]


async def test_earlier_sessions_tell_who_served_and_what_came_of_it(
    conversations: Conversations, says: Says
) -> None:
    number = await queued(conversations, says, "u1")
    await served(conversations, number)
    await conversations.move(number, request_handoff(by="investor", reason="asked again"))
    now, before = await conversations.records.sessions(number)
    assert (now.epoch, now.reason, now.ended, now.agent, now.outcome) == (5, "asked again", None, None, None)
    assert (before.epoch, before.reason, before.agent, before.outcome) == (1, "ask_human", "wang", "solved")
    assert before.ended is not None
    assert before.began <= before.ended


async def test_what_was_never_handed_over_has_no_session(conversations: Conversations, says: Says) -> None:
    number = await begun(conversations, says)
    await conversations.move(number, close(by="system", reason="idle"))
    assert await conversations.records.sessions(number) == []


async def test_a_search_finds_what_was_said_by_span_topic_agent_and_words(
    conversations: Conversations, says: Says
) -> None:
    talked = await queued(conversations, says, "u1")
    await conversations.move(talked, accept("wang"))
    other = await begun(conversations, says, "u2", "涨了 5% 吗")
    now = datetime.now(SHANGHAI)
    find, span = conversations.records.find, (now - HOUR, now + HOUR)

    async def numbers(**fits: str) -> list[int]:
        return [found.conversation_id for found in await find(*span, **fits)]  # type: ignore[arg-type]  # by name

    assert await numbers() == [other, talked]
    assert await numbers(agent="wang") == [talked]
    assert await numbers(text="5%") == [other]
    assert await numbers(text="5_") == []
    assert await numbers(topic="QUO01") == [other, talked]
    assert await numbers(topic="QUO02") == []
    assert await numbers(channel="telegram") == []
    assert await find(now - 3 * HOUR, now - 2 * HOUR) == []


async def test_a_search_goes_on_behind_the_last_place(conversations: Conversations, says: Says) -> None:
    numbers = [await begun(conversations, says, f"u{n}") for n in range(3)]
    now = datetime.now(SHANGHAI)
    [latest] = await conversations.records.find(now - HOUR, now + HOUR, limit=1)
    rest = await conversations.records.find(now - HOUR, now + HOUR, before=latest.place)
    assert [found.conversation_id for found in (latest, *rest)] == numbers[::-1]
