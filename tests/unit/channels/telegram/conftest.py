"""A Telegram on loopback, and behind the bot real conversations over a fresh database with a fake brain."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from channels.credentials import Telegram
from channels.telegram.channel import TelegramChannel
from channels.telegram.client import BotApi
from conversations import Brain, Conversations
from conversations.database import Database
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.telegram.people import People
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.serving import FakeTelegram, telegram
from tests.fakes.wechat.serving import served

SECRET = "what-telegram-was-told"
MARK = "【自动回复】"
PICTURE = "/media/" + "0" * 63 + "1.png"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def account_of(fake: FakeTelegram, mode: str = "webhook") -> Telegram:
    return Telegram(bot_token=fake.platform.token, secret_token=SECRET, api_base=fake.url, mode=mode)


@pytest.fixture
def people() -> People:
    """People whose updates are only read."""
    return People(Platform())


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with telegram() as running:
        yield running


@pytest.fixture
async def api(fake: FakeTelegram) -> AsyncIterator[BotApi]:
    client = BotApi(account_of(fake))
    yield client
    await client.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened


@pytest.fixture
def media_dir(tmp_path: Path) -> Path:
    (tmp_path / Path(PICTURE).name).write_bytes(PNG)
    return tmp_path


@pytest.fixture
async def brain() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as running:
        yield running


@pytest.fixture
async def gateway() -> AsyncIterator[tuple[FastAPI, str]]:
    """An application without routes, and its address."""
    app = FastAPI()
    async with served(app) as url:
        yield app, url


@pytest.fixture
async def channel(
    fake: FakeTelegram, database: Database, media_dir: Path, gateway: tuple[FastAPI, str]
) -> AsyncIterator[TelegramChannel]:
    joined = TelegramChannel(account_of(fake), database, media_dir, gateway[1])
    yield joined
    await joined.close()


@pytest.fixture
def patience() -> float:
    """Seconds that conversations wait for a store that is away."""
    return 10.0


@pytest.fixture
async def conversations(
    database_url: str, brain: FakeBrain, channel: TelegramChannel, patience: float
) -> AsyncIterator[Conversations]:
    async with Brain(brain.url, TOKEN) as client:
        opened = await Conversations.open(database_url, client, senders=[channel.sender], patience=patience)
        yield opened
        await opened.close(within=0.5)


@pytest.fixture
async def webhook(
    fake: FakeTelegram,
    channel: TelegramChannel,
    conversations: Conversations,
    gateway: tuple[FastAPI, str],
) -> AsyncIterator[str]:
    """The address of a gateway that has told Telegram to bring there what people say."""
    app, url = gateway
    app.include_router(channel.routes(conversations))
    running = asyncio.create_task(channel.run(conversations))
    await eventually(lambda: bool(fake.platform.webhook and fake.platform.about))
    yield f"{url}/channels/telegram"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def read(fake: FakeTelegram) -> Callable[[int, int], Awaitable[list[str]]]:
    """What the bot has said in a chat behind its mark, once there are as many messages."""

    async def wait(chat: int, count: int) -> list[str]:
        await eventually(lambda: len(fake.platform.texts(chat)) >= count)
        texts = fake.platform.texts(chat)
        assert all(text.startswith(MARK) for text in texts)
        return [text.removeprefix(MARK) for text in texts]

    return wait


async def eventually(is_so: Callable[[], bool], within: float = 10.0) -> None:
    """Wait until what others do has come true; fails by TimeoutError."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - what is waited for stands in the fake
            await asyncio.sleep(0.01)
