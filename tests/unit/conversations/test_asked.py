"""What follows what is counted from the transcript, within a session and without what is no question."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from conversations.asked import Asked, count_asked
from conversations.database import Database, jsonb
from conversations.messages import SHANGHAI

NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
LONG_AGO = datetime(2020, 1, 1, tzinfo=SHANGHAI)

INSERT = """
insert into message (conversation_id, seq, sender, kind, topic, intent, entities, pressed, epoch, at)
values (%(conversation_id)s, %(seq)s, %(sender)s, 'text', %(topic)s, %(intent)s, %(entities)s,
  %(pressed)s, 0, %(at)s)
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened


async def said(database: Database, *topics: str | None, conversation: int = 1, **fields: Any) -> None:
    """A message for each topic, a minute apart, with the bot's answer behind each."""
    begin = fields.pop("begin", NOON)
    entities = jsonb([{"entity": "security", "value": ref} for ref in fields.pop("about", ())])
    async with database.transaction() as connection:
        for place, topic in enumerate(topics):
            at = begin + timedelta(minutes=place)
            row = {"conversation_id": conversation, "at": at, "entities": entities, "pressed": None}
            row |= {"topic": topic, "intent": f"ask_{topic}"} | fields
            seq = int((at - LONG_AGO).total_seconds())
            await connection.execute(INSERT, {**row, "seq": seq, "sender": "user"})
            await connection.execute(INSERT, {**row, "seq": seq + 1, "sender": "bot"})


async def asked(database: Database, *asides: str, since: datetime = LONG_AGO) -> Asked:
    return await count_asked(database, since, asides)


async def test_what_is_asked_next_in_a_conversation_is_counted(database: Database) -> None:
    await said(database, "ACC01", "ACC02", "ACC01", "ACC02")
    await said(database, "ACC01", "ACC02", conversation=2)
    assert (await asked(database)).pairs == {("ACC01", "ACC02"): 3, ("ACC02", "ACC01"): 1}


async def test_a_message_without_a_topic_stands_between_nothing(database: Database) -> None:
    await said(database, "ACC01", None, "ACC02")
    assert (await asked(database)).pairs == {("ACC01", "ACC02"): 1}


async def test_what_comes_after_half_an_hour_follows_nothing(database: Database) -> None:
    await said(database, "ACC01")
    await said(database, "ACC02", begin=NOON + timedelta(minutes=30))
    await said(database, "ACC03", begin=NOON + timedelta(minutes=61))
    assert (await asked(database)).pairs == {("ACC01", "ACC02"): 1}


async def test_what_was_said_before_the_time_is_not_counted(database: Database) -> None:
    await said(database, "ACC01", "ACC02")
    assert (await asked(database, since=NOON + timedelta(days=1))).questions == 0


async def test_a_question_asked_again_in_its_session_is_a_repeat(database: Database) -> None:
    await said(database, "ACC01", "ACC02", "ACC01")
    await said(database, "ACC01", begin=NOON + timedelta(hours=2))
    counted = await asked(database)
    assert (counted.questions, counted.repeats) == (4, 1)


async def test_another_share_is_another_question(database: Database) -> None:
    await said(database, "QUO01", about=["SH600519"])
    await said(database, "QUO01", begin=NOON + timedelta(minutes=2), about=["SZ000001"])
    assert (await asked(database)).repeats == 0
    await said(database, "QUO01", begin=NOON + timedelta(minutes=4), about=["SH600519"])
    assert (await asked(database)).repeats == 1


async def test_buttons_and_asides_are_no_repeats(database: Database) -> None:
    await said(database, "ACC01")
    await said(database, "ACC01", begin=NOON + timedelta(minutes=2), pressed="b1")
    await said(database, "ACC01", begin=NOON + timedelta(minutes=4), intent="next_step")
    counted = await asked(database, "next_step")
    assert (counted.questions, counted.repeats) == (1, 0)


async def test_nothing_said_is_nothing_counted(database: Database) -> None:
    assert await asked(database) == Asked({}, 0, 0)
