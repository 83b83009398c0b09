"""Many investors, many messages, two gateways: everything is answered, once, in order."""

import asyncio
from collections import Counter

from conversations import Brain, Conversations, Inbound
from tests.fakes.brain import FakeBrain

INVESTORS, MESSAGES = 50, 20


async def test_a_crowd_on_two_gateways_is_answered_exactly_once_and_in_order(
    database_url: str, brain: Brain, conversations: Conversations, fake: FakeBrain
) -> None:
    other = await Conversations.open(database_url, brain)
    gateways = (conversations, other)

    async def talk(user: str) -> None:
        """Most messages are not waited for: some arrive just when a turn ends on the other gateway."""
        for n in range(MESSAGES):
            inbound = Inbound("web", user, f"m{n}", text=str(n))
            gateway = gateways[n % 2]
            await (gateway.answer(inbound) if n % 5 == 4 else gateway.receive(inbound))

    users = [f"u{n}" for n in range(INVESTORS)]
    try:
        async with asyncio.timeout(120):
            await asyncio.gather(*(talk(user) for user in users))
            for user in users:
                await check(conversations, user)
    finally:
        await other.close()
    assert Counter((asked["sender"], asked["text"]) for asked in fake.asked).most_common(1)[0][1] == 1
    for gateway in gateways:
        assert not gateway.counters.value("dropped_replies")
        assert not gateway.counters.value("turns_broken")
        assert not gateway.counters.value("taken_up")  # nothing was stranded until a sweep found it


async def check(conversations: Conversations, user: str) -> None:
    said = await conversations.messages("web", user)
    assert [message.seq for message in said] == list(range(1, 2 * MESSAGES + 1))
    assert [message.text for message in said if message.sender == "user"] == [str(n) for n in range(MESSAGES)]
    assert [message.text for message in said if message.sender == "bot"] == [
        f"答：{n}" for n in range(MESSAGES)
    ]
    status = await conversations.status("web", user)
    assert status is not None
    assert (status.waiting, status.owner) == (0, "bot")
