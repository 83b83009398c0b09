"""Platforms that break down as a whole, and mend: in front of the fakes of WeChat, WeCom and Telegram."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.e2e.channels.phones import Phones
from tests.fakes.telegram.serving import telegram
from tests.fakes.wechat.api import api
from tests.fakes.wechat.faults import break_off, unheard
from tests.fakes.wechat.kf_api import kf_api
from tests.fakes.wechat.kf_company import Company
from tests.fakes.wechat.kf_phone import KfPhone
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import Platform
from tests.fakes.wechat.serving import served
from tests.unit.gateway.platforms import Platforms

WEB_WITHIN = 30.0  # seconds


class Outage:
    """Before `application`: "5xx" does nothing and says so, "hang" does nothing and says nothing, "break"
    does nothing and hangs up, "drop" does it and hangs up.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application
        self._how = ""
        self._over = asyncio.Event()

    def begin(self, how: str) -> None:
        self._how = how
        self._over.clear()

    def end(self) -> None:
        self._how = ""
        self._over.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match self._how if scope["type"] == "http" else "":
            case "":
                await self._application(scope, receive, send)
            case "5xx":
                await Response("<html>nginx</html>", 502)(scope, receive, send)
            case "drop":
                await self._application(scope, receive, unheard)
                await break_off(send)
            case "hang":
                await self._over.wait()
                await break_off(send)
            case _:
                await break_off(send)


@dataclass(frozen=True)
class Town:
    """Everybody's phones, and what stands before each platform, by channel."""

    phones: Phones
    outages: Mapping[str, Outage]


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    """All platforms on loopback, well."""
    wechat, company = Platform(), Company()
    before = {"wechat": Outage(api(wechat)), "wechat_kf": Outage(kf_api(company))}
    async with (
        served(before["wechat"]) as wechat_url,
        served(before["wechat_kf"]) as company_url,
        telegram() as fake,
        httpx.AsyncClient(trust_env=False) as client,
        httpx.AsyncClient(trust_env=False, timeout=WEB_WITHIN) as web,
    ):
        before["telegram"] = fake.faults.application = Outage(fake.faults.application)
        platforms = Platforms(wechat, company, fake, wechat_url, company_url)
        phone, kf = Phone(wechat, "", client, "safe"), KfPhone(company, "", client)
        yield Town(Phones(platforms, phone, kf, web), before)
