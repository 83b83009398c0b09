"""WeCom on loopback with what a test can make go wrong, and our channel between it and real conversations."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from channels.credentials import WechatKf
from channels.wechat_kf.channel import WechatKfChannel
from channels.wechat_kf.client import KfClient
from channels.wechat_kf.parse import CHANNEL, address
from channels.wechat_kf.routes import PATH
from conversations import Brain, Conversations, Message, Status
from conversations.database import Database
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.wechat.faults import Faults
from tests.fakes.wechat.kf_api import kf_api
from tests.fakes.wechat.kf_company import Company
from tests.fakes.wechat.kf_phone import KfPhone
from tests.fakes.wechat.screen import Shown
from tests.fakes.wechat.serving import served

CUSTOMER = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
PAGE = 3  # entries of the stream that the fake gives at once


async def eventually(is_so: Callable[[], bool | Awaitable[bool]], within: float = 10.0) -> None:
    """Wait until what others do has come true; fails by TimeoutError."""
    async with asyncio.timeout(within):
        while not (so if isinstance(so := is_so(), bool) else await so):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@dataclass(frozen=True)
class Stand:
    """What a test talks to; everybody is CUSTOMER at the company's first account."""

    company: Company
    faults: Faults
    phone: KfPhone
    brain: FakeBrain
    conversations: Conversations
    channel: WechatKfChannel
    database: Database

    @property
    def user(self) -> str:
        return address(self.phone.account, CUSTOMER)

    @property
    def screen(self) -> list[Shown]:
        return self.company.screens.shown[CUSTOMER]

    def texts(self) -> list[str | None]:
        return self.company.screens.texts(CUSTOMER)

    async def shows(self, count: int) -> None:
        """Wait until the investor has seen `count` messages."""
        await eventually(lambda: len(self.screen) >= count)

    async def status(self) -> Status:
        status = await self.conversations.status(CHANNEL, self.user)
        assert status
        return status

    async def owned_by(self, owner: str) -> None:
        async def is_so() -> bool:
            status = await self.conversations.status(CHANNEL, self.user)
            return status is not None and status.owner == owner

        await eventually(is_so)

    async def fares(self, delivery: str) -> None:
        """Wait until the last message stands so in the transcript."""

        async def is_so() -> bool:
            return [message.delivery for message in await self.transcript()][-1:] == [delivery]

        await eventually(is_so)

    async def transcript(self) -> list[Message]:
        return await self.conversations.messages(CHANNEL, self.user)


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def faults(company: Company) -> Faults:
    return Faults(kf_api(company, page=PAGE))


@pytest.fixture
async def api_base(faults: Faults) -> AsyncIterator[str]:
    async with served(faults) as url:
        yield url


@pytest.fixture
def credentials(company: Company, api_base: str) -> WechatKf:
    return WechatKf(
        corp_id=company.corp_id,
        secret=company.secret,
        token=company.token,
        aes_key=company.aes_key,
        open_kfids=company.accounts,
        api_base=api_base,
    )


@pytest.fixture
async def client(credentials: WechatKf, database: Database) -> AsyncIterator[KfClient]:
    """Ours, with less patience than it has outside."""
    opened = KfClient(credentials, database, httpx.AsyncClient(timeout=0.5, trust_env=False))
    yield opened
    await opened.close()


@asynccontextmanager
async def standing(
    company: Company,
    faults: Faults,
    credentials: WechatKf,
    database: Database,
    media: Path,
    *,
    transfer: str = "none",
    every: float = 30.0,
    public_url: str | None = None,
) -> AsyncIterator[Stand]:
    """Everything up, closed again at the end."""
    impatient = httpx.AsyncClient(timeout=0.5, trust_env=False)
    account = replace(credentials, transfer=transfer)
    channel = WechatKfChannel(account, database, media, public_url, http=impatient, every=every)
    async with (
        FakeBrain() as fake,
        Brain(fake.url, TOKEN) as brain,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        conversations = await Conversations.open(database.dsn, brain, senders=[channel.sender])
        running = asyncio.create_task(channel.run(conversations))
        app = Starlette(routes=channel.routes(conversations).routes)
        try:
            async with served(app) as url:
                phone = KfPhone(company, url + PATH, http)
                yield Stand(company, faults, phone, fake, conversations, channel, database)
        finally:
            fake.hold.set()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await conversations.close(within=0.5)
            await channel.close()


Open = Callable[..., AbstractAsyncContextManager[Stand]]


@pytest.fixture
def opened(
    company: Company, faults: Faults, credentials: WechatKf, database: Database, tmp_path: Path
) -> Open:
    """A stand to be opened, with what a test wants otherwise."""
    return partial(standing, company, faults, credentials, database, tmp_path)


@pytest.fixture
async def stand(opened: Open) -> AsyncIterator[Stand]:
    async with opened() as made:
        yield made


@pytest.fixture
async def native(opened: Open) -> AsyncIterator[Stand]:
    """The same where people answer on WeCom's desk."""
    async with opened(transfer="native") as made:
        yield made
