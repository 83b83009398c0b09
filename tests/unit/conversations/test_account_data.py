"""An investor's own data stays where it may be shown; elsewhere a notice says where to look."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from conversations import Answer, Brain, Conversations
from conversations.sending import Limits
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says
from tests.unit.conversations.test_parcels import Postman


def with_account(*texts: str) -> dict[str, Any]:
    """A turn that says the time first and then the investor's own holdings."""
    answer = turn("截至 15:00", *texts)
    for message in answer["messages"][1:]:
        message["account"] = True
    return answer


@pytest.fixture
def abroad() -> Postman:
    return Postman(limits=Limits(per_second=1000, account_data=False))


@pytest.fixture
async def conversations(database_url: str, brain: Brain, abroad: Postman) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain, senders=[abroad])
    yield opened
    await opened.close(within=0.5)


async def texts_on(channel: str, conversations: Conversations, says: Says) -> list[str | None]:
    answer = await conversations.answer(says("我的持仓", channel=channel))
    assert isinstance(answer, Answer)
    return [reply.text for reply in answer.replies]


async def test_one_notice_stands_for_account_data_on_a_channel_abroad(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (200, with_account("持有甲 100 股", "持有乙 200 股"))
    texts = await texts_on("telegram", conversations, says)
    assert texts[0] == "截至 15:00"
    assert len(texts) == 2
    assert [asked["account"] for asked in fake.asked] == [False]
    assert "持有" not in "".join(text or "" for text in texts)


async def test_account_data_is_shown_on_our_own_page(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (200, with_account("持有甲 100 股"))
    assert await texts_on("web", conversations, says) == ["截至 15:00", "持有甲 100 股"]
    assert [asked["account"] for asked in fake.asked] == [True]
