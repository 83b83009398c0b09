"""Once a night transcripts become follow-ups of the articles, and old gaps are forgotten."""

from datetime import datetime, timedelta

import psycopg
import pytest

from gateway.nightly import Nightly, count_follow_ups
from knowledge.gaps import gaps_since
from knowledge.store import Store
from market.session import SHANGHAI
from notices.jobs import Jobs, Task
from tests.unit.conversations.conftest import eventually

LONG_AGO = datetime(2020, 1, 1, tzinfo=SHANGHAI)
QUESTION = """
insert into message (conversation_id, seq, sender, kind, topic, intent, epoch, at)
values (1, %s, 'user', 'text', %s, %s, 0, now())
"""


@pytest.fixture
def transcript(database_url: str) -> str:
    """The address of a database in which somebody has asked, gone a step on, and asked again."""
    asked = [("ACC01", "ask_open_account"), ("ACC01", "next_step"), ("TRF01", "ask_transfer_hours")]
    with psycopg.connect(database_url, autocommit=True) as connection:
        for seq, (topic, intent) in enumerate(asked):
            connection.execute(QUESTION, [seq, topic, intent])
    return database_url


async def following(dsn: str) -> list[tuple[str, str, int]]:
    async with Store(dsn).reading() as connection:
        rows = await (await connection.execute("select topic, next, count from next_topic")).fetchall()
    return [(row["topic"], row["next"], row["count"]) for row in rows]


async def test_counting_replaces_what_was_counted_before(transcript: str) -> None:
    for _ in range(2):
        asked = await count_follow_ups(transcript)
    assert (asked.questions, asked.repeats) == (2, 0)
    assert await following(transcript) == [("ACC01", "TRF01", 1)]


async def test_the_queue_does_the_nights_work_by_itself(transcript: str) -> None:
    old = datetime.now(SHANGHAI) - timedelta(days=200)
    async with Store(transcript).reading() as connection:
        await connection.execute("insert into gap (message_id, text, at) values ('m', '问', %s)", [old])
    forgotten: list[str] = []

    async def forget() -> None:
        forgotten.append("transcripts")

    task = Nightly(transcript, [forget]).task
    each_second = Task(task.queue, task.name, task.work, "* * * * * */1")

    async def done() -> bool:
        return bool(await following(transcript)) and not await gaps_since(Store(transcript), LONG_AGO)

    async with Jobs(transcript, [each_second]):
        await eventually(done)
        await eventually(lambda: _is_there(forgotten))
    assert await following(transcript) == [("ACC01", "TRF01", 1)]


async def _is_there(forgotten: list[str]) -> bool:
    return "transcripts" in forgotten
