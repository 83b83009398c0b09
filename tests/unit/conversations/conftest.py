"""A real PostgreSQL, a brain that does what it is told, and one gateway's conversations between them."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from conversations import Brain, Conversations, Inbound
from tests.fakes.brain import TOKEN, FakeBrain

Says = Callable[..., Inbound]


async def eventually(is_so: Callable[[], Awaitable[bool]], within: float = 10.0) -> None:
    """Wait until what others do has come true; fails by TimeoutError."""
    async with asyncio.timeout(within):
        while not await is_so():  # noqa: ASYNC110 - what is waited for stands in the database
            await asyncio.sleep(0.02)


@pytest.fixture
async def fake() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as brain:
        yield brain


@pytest.fixture
async def brain(fake: FakeBrain) -> AsyncIterator[Brain]:
    async with Brain(fake.url, TOKEN, answer_within=2.0) as client:
        yield client


@pytest.fixture
async def conversations(database_url: str, brain: Brain) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain)
    yield opened
    await opened.close(within=0.5)


@pytest.fixture
def says() -> Says:
    """An inbound text of the investor "u1" on the web, with an id of its own unless told otherwise."""

    def inbound(text: str | None = None, **fields: object) -> Inbound:
        known = {"channel": "web", "user": "u1", "message_id": uuid.uuid4().hex, "text": text}
        return Inbound(**{**known, **fields})  # type: ignore[arg-type]  # fields by name

    return inbound
