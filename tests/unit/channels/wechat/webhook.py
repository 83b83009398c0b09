"""A real server with our webhook, real conversations behind it, and phones that write to it as WeChat."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from starlette.applications import Starlette

from channels.credentials import Wechat
from channels.quota import Quotas
from channels.typing import Typing
from channels.uploads import Uploads
from channels.wechat.client import WechatClient
from channels.wechat.crypto import Seal
from channels.wechat.events import CHANNEL
from channels.wechat.pictures import Pictures
from channels.wechat.routes import PATH, wechat_routes
from channels.wechat.sender import WechatSender
from channels.wechat.words import Words
from conversations import Brain, Conversations
from conversations.database import Database
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.wechat.judging import Mode
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import Platform
from tests.fakes.wechat.serving import served


@dataclass(frozen=True)
class Stand:
    """What a test talks to; `phone.post` sends what WeChat never would."""

    conversations: Conversations
    quotas: Quotas
    phone: Phone
    brain: FakeBrain
    database: Database

    async def time_goes_by(self) -> None:
        """The time in which an answer may go out in the response is over."""
        await self.database.rows("update outbox set next_attempt_at = now() returning id", {})

    async def states(self) -> list[tuple[str, str | None]]:
        """What became of each message that was to be sent, with its reference."""
        rows = await self.database.rows("select state, provider_ref from outbox order by id", {})
        return [(row["state"], row["provider_ref"]) for row in rows]


Open = Callable[..., AbstractAsyncContextManager[Stand]]


async def eventually(is_so: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until what others do has come true; fails by TimeoutError."""
    async with asyncio.timeout(10):
        while not (so if isinstance(so := is_so(), bool) else await so):  # noqa: ASYNC110 - others say when
            await asyncio.sleep(0.01)


@asynccontextmanager
async def standing(
    account: Wechat,
    platform: Platform,
    client: WechatClient,
    database: Database,
    media: Path,
    *,
    mode: Mode = "plain",
    passive: float = 4.0,
    cut_off: float = 5.0,
) -> AsyncIterator[Stand]:
    """Everything up, closed again at the end."""
    words, quotas = Words.load(), Quotas(database)
    pictures = Pictures(client, Uploads(database, client.account), media)
    sender = WechatSender(client, quotas, pictures, words)
    seal = Seal(account.token, account.app_id, account.aes_key)
    async with (
        FakeBrain() as fake,
        Brain(fake.url, TOKEN) as brain,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        conversations = await Conversations.open(database.dsn, brain, senders=[sender])
        typing = Typing(conversations, CHANNEL, client.show_typing, every=16.0, begin=0.0)
        app = Starlette(routes=wechat_routes(conversations, seal, words, quotas, typing, passive).routes)
        try:
            async with served(app) as url:
                phone = Phone(platform, url + PATH, http, mode, cut_off)
                yield Stand(conversations, quotas, phone, fake, database)
        finally:
            fake.hold.set()
            await typing.close()
            await conversations.close(within=0.5)
