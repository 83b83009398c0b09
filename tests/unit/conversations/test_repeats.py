"""A message delivered again gets the answer it had, whole, whoever gave it."""

import psycopg

from conversations import Conversations
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says
from tests.unit.conversations.test_owners import answered, queue


async def test_a_message_delivered_again_gets_the_place_that_was_told_with_it(
    conversations: Conversations, database_url: str, says: Says
) -> None:
    await queue(conversations, says)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update conversation set told_at = told_at - interval '61 seconds'")
    inbound = says("在吗")
    first = await answered(conversations, inbound)
    assert len(first.replies) == 1
    assert await answered(conversations, inbound) == first


async def test_a_wish_for_a_person_delivered_again_gets_answer_and_place(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    handoff = {"reason": "asked", "skill": "general", "priority": 2}
    fake.answer = lambda _question: (200, turn("好的，马上转接。", topic="SVC01", handoff=handoff))
    inbound = says("转人工")
    first = await answered(conversations, inbound)
    assert len(first.replies) == 2
    assert await answered(conversations, inbound) == first


async def test_a_button_delivered_again_gets_what_was_said_to_it(
    conversations: Conversations, says: Says
) -> None:
    await queue(conversations, says)
    told = (await conversations.messages("web", "u1"))[-1]
    leave = next(button for button in told.buttons if button.title == "留言")
    press = says(kind="button", button=leave.id)
    first = await answered(conversations, press)
    assert len(first.replies) == 1
    assert await answered(conversations, press) == first
