"""Whatever a platform answers to a send: nobody gets a message twice, and what is open is called so."""

from functools import partial
from typing import get_args

import pytest

from conversations.messages import Reply
from conversations.owners import Step
from tests.unit.channels.faults.conftest import Gateway
from tests.unit.channels.faults.line import Trouble
from tests.unit.conversations.conftest import eventually

WORDS = "客服的话"
TAKEN_OVER = Step("human", "a1", "takes it", agent="a1", quiet=True)
SETTLED = {"sent", "delivered", "failed", "unknown", "expired"}


@pytest.mark.parametrize("trouble", get_args(Trouble))
async def test_a_trouble_ends_as_it_is_written(gateway: Gateway, trouble: Trouble) -> None:
    line = gateway.line
    if trouble not in line.ends:
        pytest.skip("there is no such trouble on this channel")
    user = await in_talk(gateway)
    line.make(trouble, user)
    await say(gateway, user)
    end = line.ends[trouble]
    await eventually(partial(is_settled, gateway, user))
    assert (await gateway.books.states(user))[-1] == end.state
    assert sum(WORDS in shown for shown in await line.shown(user)) == end.shown


async def test_what_was_never_heard_of_again_is_not_repeated_by_later_messages(gateway: Gateway) -> None:
    line = gateway.line
    if "unheard" not in line.ends:
        pytest.skip("nothing is sent on this channel")
    user = await in_talk(gateway)
    line.make("unheard", user)
    for _ in range(2):
        await say(gateway, user)
        await eventually(partial(is_settled, gateway, user))
    assert (await gateway.books.states(user))[-2:] == [line.ends["unheard"].state, "sent"]
    assert sum(WORDS in shown for shown in await line.shown(user)) == 2


async def in_talk(gateway: Gateway) -> str:
    """Somebody whose question was answered, and whose conversation a person has taken over."""
    line, user = gateway.line, gateway.line.investor()
    await line.bring(line.message(user, "你好"))
    await line.settle()
    await eventually(partial(is_settled, gateway, user))
    await gateway.conversations.move(await number_of(gateway, user), TAKEN_OVER)
    return user


async def say(gateway: Gateway, user: str) -> None:
    status = await gateway.conversations.status(gateway.line.channel.name, user)
    assert status is not None
    reply = Reply(WORDS)
    await gateway.conversations.say(status.conversation_id, "a1", reply, epoch=status.epoch)


async def number_of(gateway: Gateway, user: str) -> int:
    status = await gateway.conversations.status(gateway.line.channel.name, user)
    assert status is not None
    return status.conversation_id


async def is_settled(gateway: Gateway, user: str) -> bool:
    states = await gateway.books.states(user)
    if states and set(states) <= SETTLED:
        return True
    await gateway.books.later(user)
    return False
