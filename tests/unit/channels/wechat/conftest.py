"""WeChat on loopback with what a test can make go wrong, and our client of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from channels.credentials import Wechat
from channels.wechat.client import WechatClient
from conversations.database import Database
from tests.fakes.wechat.api import api
from tests.fakes.wechat.faults import Faults
from tests.fakes.wechat.platform import MESSAGE, Platform
from tests.fakes.wechat.serving import served
from tests.unit.channels.wechat.webhook import Open, Stand, standing

USER = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc"


@pytest.fixture
def platform() -> Platform:
    """USER follows the account and has just written."""
    platform = Platform()
    platform.heard(USER, MESSAGE)
    return platform


@pytest.fixture
def faults(platform: Platform) -> Faults:
    return Faults(api(platform))


@pytest.fixture
async def api_base(faults: Faults) -> AsyncIterator[str]:
    async with served(faults) as url:
        yield url


@pytest.fixture
def credentials(platform: Platform, api_base: str) -> Wechat:
    account = platform.account
    return Wechat(
        app_id=account.app_id,
        app_secret=account.app_secret,
        token=account.token,
        aes_key=account.aes_key,
        api_base=api_base,
    )


@pytest.fixture
async def client(credentials: Wechat, database: Database) -> AsyncIterator[WechatClient]:
    """Ours, with less patience than it has outside."""
    http = httpx.AsyncClient(timeout=0.3, trust_env=False)
    opened = WechatClient(credentials, database, http)
    yield opened
    await opened.close()


@pytest.fixture
def token_lapses(database: Database) -> Callable[[], Awaitable[object]]:
    """Lets a minute go by since anybody asked for a token."""
    aged = "update channel_token set asked_at = asked_at - interval '1 minute' returning account"
    return lambda: database.rows(aged, {})


@pytest.fixture
def opened(
    credentials: Wechat, platform: Platform, client: WechatClient, database: Database, tmp_path: Path
) -> Open:
    """A stand to be opened, with what a test wants otherwise."""
    return partial(standing, credentials, platform, client, database, tmp_path)


@pytest.fixture
async def stand(opened: Open) -> AsyncIterator[Stand]:
    async with opened() as made:
        yield made
