"""Those who wait for news: woken by a bell of any gateway, with a poll behind it."""

import asyncio

from conversations import Brain, Conversations
from tests.fakes.brain import FakeBrain
from tests.unit.conversations.conftest import Says


async def until(conversations: Conversations, seq: int) -> list[int]:
    heard: list[int] = []
    async for place in conversations.follow("web", "u1"):
        heard.append(place)
        if place >= seq:
            break
    return heard


async def test_a_follower_hears_where_it_stands_and_what_comes(
    conversations: Conversations, says: Says
) -> None:
    following = asyncio.create_task(until(conversations, 4))
    await conversations.answer(says("一"))
    await conversations.answer(says("二"))
    heard = await asyncio.wait_for(following, 5)
    assert heard[-1] == 4
    assert heard == sorted(heard)


async def test_a_follower_on_another_gateway_hears_it(
    database_url: str, brain: Brain, conversations: Conversations, says: Says
) -> None:
    other = await Conversations.open(database_url, brain)
    following = asyncio.create_task(until(other, 2))
    await conversations.answer(says("你好"))
    assert (await asyncio.wait_for(following, 5))[-1] == 2
    await other.close()


async def test_who_waits_on_another_gateway_gets_the_answer(
    database_url: str, brain: Brain, conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    other = await Conversations.open(database_url, brain)
    first = asyncio.create_task(conversations.answer(says("你好", message_id="m1")))
    await asyncio.wait_for(fake.reached.wait(), 5)
    second = asyncio.create_task(other.answer(says("你好", message_id="m1")))
    await asyncio.sleep(0)
    fake.hold.set()
    assert await first == await second
    await other.close()


async def test_health_names_the_part_that_is_away(conversations: Conversations, fake: FakeBrain) -> None:
    assert await conversations.health() == {"store": True, "alive": True, "brain": True}
    await fake.die()
    assert await conversations.health() == {"store": True, "alive": True, "brain": False}
