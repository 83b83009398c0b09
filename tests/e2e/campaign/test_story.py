"""A delisting decision on the phones of those whom it concerns: WeChat in its three ways, and Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from channels.credentials import Telegram, Template, Wechat
from channels.telegram.channel import TelegramChannel
from channels.wechat.channel import WechatChannel
from channels.wechat.routes import PATH
from conversations import Brain, Conversations
from conversations.counter import Closed
from conversations.database import Database
from conversations.sending import ChannelSender
from gateway.unasked import OpenNotices, open_notices
from notices.campaigns import QUEUE, START
from notices.gate import NoticeGate
from notices.heard import HeardButtons
from notices.jobs import Deferred, Jobs, defer
from tests.fakes.brain import TOKEN, FakeBrain
from tests.fakes.telegram.serving import FakeTelegram, telegram
from tests.fakes.wechat.api import api
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import MESSAGE, Follower, Platform
from tests.fakes.wechat.serving import served
from tests.keys import KEYS
from tests.unit.conversations.conftest import eventually
from tests.unit.notices.clientele import REF, Clientele
from tests.unit.notices.promises import QUICK

FIELDS = (("thing1", "title"), ("thing2", "text"))
CHAT = 7001


@dataclass
class World:
    """WeChat, Telegram, and a gateway between them."""

    wechat: Platform
    telegram: FakeTelegram
    phone: Phone
    notices: OpenNotices
    clientele: Clientele
    database: Database

    async def states(self, *states: str) -> None:
        async def so() -> bool:
            return sorted(self.clientele.states().values()) == sorted(states)

        try:
            await eventually(so, within=20)
        except TimeoutError:
            pytest.fail(f"{self.clientele.states()} {self.clientele.outbox()}")


def account(platform: Platform, url: str) -> Wechat:
    ours = platform.account
    platform.templates = {"tpl": ("thing1", "thing2"), "once": ("thing1", "thing2")}
    return Wechat(
        app_id=ours.app_id,
        app_secret=ours.app_secret,
        token=ours.token,
        aes_key=ours.aes_key,
        api_base=url,
        template=Template("tpl", FIELDS),  # type: ignore[arg-type]  # titles and texts
        subscribe=Template("once", FIELDS),  # type: ignore[arg-type]
    )


def bot(fake: FakeTelegram) -> Telegram:
    return Telegram(
        bot_token=fake.platform.token, api_base=fake.url, mode="polling", account_data=True
    )  # the operator has allowed it


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    platform = Platform()
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        database = await enter(Database(database_url, connections=6, keys=KEYS))
        fake, brain = await enter(telegram()), await enter(FakeBrain())
        url = await enter(served(api(platform)))
        wechat = WechatChannel(account(platform, url), database, tmp_path, None)
        other = TelegramChannel(bot(fake), database, tmp_path, None)
        senders: list[ChannelSender[Any]] = [wechat.sender, *wechat.beside, other.sender]
        client = await enter(Brain(brain.url, TOKEN))
        buttons, gate = HeardButtons.before(Closed(), database), NoticeGate(database)
        conversations = await Conversations.open(
            database_url, client, senders=senders, counter=buttons, gate=gate, keys=KEYS
        )
        stack.push_async_callback(conversations.close, within=0.5)
        clientele = Clientele(database_url)
        notices = await enter(open_notices(database_url, conversations, senders))
        await enter(Jobs(database_url, notices.campaigns.tasks, QUICK))
        await enter(notices.at_work())
        app = Starlette(routes=wechat.routes(conversations).routes)
        webhook = await enter(served(app)) + PATH
        http = await enter(httpx.AsyncClient(trust_env=False))
        yield World(platform, fake, Phone(platform, webhook, http), notices, clientele, database)
        await asyncio.gather(wechat.close(), other.close())


async def test_everybody_hears_of_it_and_says_so(world: World) -> None:
    clientele, wechat = world.clientele, world.wechat
    wechat.heard("open", MESSAGE)
    wechat.followers |= {"shut": Follower(), "once": Follower(), "left": Follower(subscribed=False)}
    world.telegram.platform.chat(CHAT)
    clientele.investor("wechat:open", holds=[REF], left=5)
    clientele.investor("wechat:shut", holds=[REF])
    clientele.investor("wechat:once", watches=[REF])
    clientele.investor("wechat:left", holds=[REF])
    clientele.investor(f"telegram:{CHAT}", watches=[REF])
    assert (await world.phone.grant("once", "once")).taken

    event = clientele.event(published="2018-05-23 20:15+08")
    async with world.database.transaction() as connection:
        await defer(connection, Deferred(QUEUE, START, {"event": event}))
    await world.states("sent", "sent", "sent", "sent", "unreachable")

    [menu] = wechat.screens.shown["open"]
    assert "600432：终止上市决定公告" in (menu.text or "")
    assert [title for _, title in menu.choices] == ["知道了", "为什么收到"]
    assert [shown.kind for user in ("shut", "once") for shown in wechat.screens.shown[user]] == [
        "template"
    ] * 2
    assert "600432：终止上市决定公告" in world.telegram.platform.texts(CHAT)[0]

    [sent] = clientele.do(
        "select provider_ref from outbox where channel = 'wechat_template' and state = 'sent'"
    )
    await world.phone.settle_template("shut", int(sent["provider_ref"]))
    entry, words = menu.choices[0]
    assert (await world.phone.choose("open", entry, words)).taken
    await world.states("read", "delivered", "sent", "sent", "unreachable")
    assert "已记下您看到了" in (wechat.screens.texts("open")[-1] or "")
