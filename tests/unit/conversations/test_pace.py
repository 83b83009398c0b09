"""On a platform all messages of a burst are kept, the last is answered, and the investor is told once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from conversations import Brain, Conversations
from conversations.notices import Notices
from conversations.pace import TOO_FAST, Pace
from conversations.rates import Rate
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, eventually

FREE = 3
WISH = {"reason": "asked", "skill": None, "priority": 0}
NOTICE = Notices.load().say(TOO_FAST).text


@pytest.fixture
async def paced(database_url: str, brain: Brain) -> AsyncIterator[Conversations]:
    pace = Pace(Rate(FREE, FREE * 1.0), {"wechat"})
    opened = await Conversations.open(database_url, brain, pace=pace)
    yield opened
    await opened.close(within=0.5)


def settled(conversations: Conversations) -> Callable[[], Awaitable[bool]]:
    async def all_answered() -> bool:
        rows = await conversations.database.rows("select 1 as one from inbound where answered_at is null", {})
        return not rows

    return all_answered


async def burst(
    conversations: Conversations, fake: FakeBrain, says: Says, *texts: str, channel: str
) -> list[Any]:
    """The messages come while the first one is being answered; gives what was settled, and by what."""
    fake.pause = 0.1
    for text in texts:
        await conversations.receive(says(text, channel=channel))
    await eventually(settled(conversations))
    fake.pause = 0.0
    return await conversations.database.rows("select answered_by as by from inbound order by id", {})


async def test_of_a_burst_all_is_kept_the_last_is_answered_and_one_notice_says_so(
    paced: Conversations, fake: FakeBrain, says: Says
) -> None:
    texts = [f"第{n}条" for n in range(12)]
    by = [row["by"] for row in await burst(paced, fake, says, *texts, channel="wechat")]
    assert by[:FREE] == ["bot"] * FREE
    assert by[-1] == "bot"
    assert f"notice:{TOO_FAST}" in by
    transcript = await paced.messages("wechat", "u1")
    assert [message.text for message in transcript if message.sender == "user"] == texts
    assert [message.text for message in transcript].count(NOTICE) == 1
    assert transcript[-1].text == "答：第11条"


async def test_who_waits_for_each_answer_waits_a_little_longer_and_gets_them_all(
    paced: Conversations, fake: FakeBrain, says: Says
) -> None:
    for n in range(FREE + 1):
        await paced.answer(says(f"第{n}条", channel="wechat"))
    said = [message.text for message in await paced.messages("wechat", "u1") if message.sender != "user"]
    assert said == [f"答：第{n}条" for n in range(FREE + 1)]


async def test_another_channel_is_not_paced_here(paced: Conversations, fake: FakeBrain, says: Says) -> None:
    fake_by = await burst(paced, fake, says, *(f"第{n}条" for n in range(6)), channel="web")
    assert [row["by"] for row in fake_by] == ["bot"] * 6


async def test_people_read_everything(paced: Conversations, fake: FakeBrain, says: Says) -> None:
    """Who is with a person is not paced: what they write is shown, not answered."""
    fake.answer = lambda question: (
        200,
        {**turn("好的"), "handoff": WISH},
    )
    await paced.answer(says("转人工", channel="wechat"))
    for n in range(3 * FREE):
        await paced.receive(says(f"第{n}条", channel="wechat"))
    said = [message.text for message in await paced.messages("wechat", "u1")]
    assert NOTICE not in said
    assert all(f"第{n}条" in said for n in range(3 * FREE))
