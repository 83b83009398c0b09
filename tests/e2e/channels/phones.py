"""All platforms with their people before one gateway: what they write goes there, what they see is kept."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.fakes.telegram.platform import Webhook
from tests.fakes.telegram.serving import FakeTelegram
from tests.fakes.wechat.kf_phone import KfPhone
from tests.fakes.wechat.phone import Phone
from tests.unit.gateway.platforms import Platforms, platforms

SECRET = "what-telegram-was-told"


@dataclass(frozen=True)
class Phones:
    """`variables` connect a gateway with the platforms, `connect` the platforms with it; `web` is a browser
    on the same machine.
    """

    platforms: Platforms
    wechat: Phone
    kf: KfPhone
    web: httpx.AsyncClient
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def telegram(self) -> FakeTelegram:
        return self.platforms.telegram

    @property
    def variables(self) -> dict[str, str]:
        return self.platforms.variables()

    def connect(self, url: str) -> None:
        """The gateway is or will be at `url`. It tells Telegram only of a public address, so we do."""
        self.wechat.webhook = f"{url}/channels/wechat"
        self.kf.webhook = f"{url}/channels/wechat-kf"
        self.web.base_url = httpx.URL(url)
        self.telegram.platform.webhook = Webhook(f"{url}/channels/telegram", SECRET)
        self.telegram.platform.arrived.set()


@asynccontextmanager
async def phones(*, cut_off: float = 5.0, again_after: float = 0.0) -> AsyncIterator[Phones]:
    """WeChat waits `cut_off` seconds for the gateway, and as it does by itself unless told otherwise."""
    async with (
        platforms() as all_platforms,
        httpx.AsyncClient(trust_env=False) as client,
        httpx.AsyncClient(trust_env=False, timeout=30) as web,
    ):
        wechat = Phone(all_platforms.wechat, "", client, "safe", cut_off, again_after)
        yield Phones(all_platforms, wechat, KfPhone(all_platforms.company, "", client), web)
