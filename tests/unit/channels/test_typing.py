"""Typing: shown after a moment, for as long as the bot owes an answer, once a user, and never in the way."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from channels.typing import Typing
from conversations import Brain, Conversations, Inbound
from tests.fakes.brain import TOKEN, FakeBrain


@pytest.fixture
async def brain() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as fake:
        yield fake


@pytest.fixture
async def conversations(database_url: str, brain: FakeBrain) -> AsyncIterator[Conversations]:
    async with Brain(brain.url, TOKEN) as client:
        opened = await Conversations.open(database_url, client)
        yield opened
        await opened.close(within=0.5)


class Shown:
    """Counts what is shown; fails where it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.users: list[str] = []
        self.twice = asyncio.Event()
        self._error = error

    async def act(self, user: str) -> None:
        self.users.append(user)
        if len(self.users) >= 2:
            self.twice.set()
        if self._error:
            raise self._error


def typing(conversations: Conversations, shown: Shown, longest: float = 60.0) -> Typing:
    return Typing(conversations, "web", shown.act, every=0.02, begin=0.0, longest=longest)


async def ask(conversations: Conversations) -> None:
    await conversations.receive(Inbound("web", "u1", "m1", text="慢"))


async def ended(typed: Typing) -> None:
    """Until nothing is shown any more, by itself."""
    async with asyncio.timeout(10):
        await asyncio.gather(*typed.shown)


async def test_it_is_repeated_until_the_answer_is_there(
    conversations: Conversations, brain: FakeBrain
) -> None:
    brain.hold.clear()
    await ask(conversations)
    shown = Shown()
    typed = typing(conversations, shown)
    typed.begin("u1")
    await asyncio.wait_for(shown.twice.wait(), 10)
    brain.hold.set()
    await ended(typed)
    assert set(shown.users) == {"u1"}


async def test_it_is_not_shown_for_what_is_answered_already(conversations: Conversations) -> None:
    await conversations.answer(Inbound("web", "u1", "m1", text="快"))
    shown = Shown()
    typed = typing(conversations, shown)
    typed.begin("u1")
    typed.begin("nobody")
    await ended(typed)
    assert shown.users == []


async def test_it_is_shown_once_for_many_messages(conversations: Conversations, brain: FakeBrain) -> None:
    brain.hold.clear()
    await ask(conversations)
    typed = typing(conversations, Shown())
    typed.begin("u1")
    first = typed.shown
    typed.begin("u1")
    assert typed.shown == first
    await typed.close()


async def test_it_ends_after_its_longest(conversations: Conversations, brain: FakeBrain) -> None:
    brain.hold.clear()
    await ask(conversations)
    typed = typing(conversations, Shown(), longest=0.05)
    typed.begin("u1")
    await ended(typed)
    assert typed.shown == ()


async def test_a_platform_that_has_something_against_it_ends_it(
    conversations: Conversations, brain: FakeBrain
) -> None:
    brain.hold.clear()
    await ask(conversations)
    shown = Shown(RuntimeError("45081"))
    typed = typing(conversations, shown)
    typed.begin("u1")
    await ended(typed)
    assert shown.users == ["u1"]
