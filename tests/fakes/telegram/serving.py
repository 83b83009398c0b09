"""The whole of the fake, running on loopback in the event loop of the test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.routing import Mount

from tests.fakes.telegram.api import BotApi
from tests.fakes.telegram.control import control
from tests.fakes.telegram.courier import Courier
from tests.fakes.telegram.people import People
from tests.fakes.telegram.platform import Platform
from tests.fakes.wechat.faults import Fault, Faults
from tests.fakes.wechat.serving import served


@dataclass(frozen=True, slots=True)
class FakeTelegram:
    """`people` act, `platform` is what they see, `api` what the bot asked, `courier` brings updates."""

    url: str
    platform: Platform
    people: People
    api: BotApi
    courier: Courier
    faults: Faults

    def break_next(self, method: str, *faults: Fault) -> None:
        """What happens to the next calls of a method on their way."""
        self.faults.order(f"/bot{self.platform.token}/{method}", *faults)


@asynccontextmanager
async def telegram(*, pace: float = 0.0, port: int = 0) -> AsyncIterator[FakeTelegram]:
    """Telegram while it runs; with `pace` it keeps its limits of messages a second."""
    platform = Platform(pace=pace)
    people, api, courier = People(platform), BotApi(platform), Courier(platform)
    faults = Faults(api.application)
    both = Starlette(routes=[*control(people, api).routes, Mount("/", faults)])
    async with served(both, port) as url:
        carrying = asyncio.create_task(courier.run())
        try:
            yield FakeTelegram(url, platform, people, api, courier, faults)
        finally:
            carrying.cancel()
            await courier.close()
