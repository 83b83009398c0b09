"""An official account joined: its credentials in, a channel of the gateway out."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from channels.channel import File, Finding
from channels.credentials import Wechat
from channels.quota import CLEAR_EVERY, Quotas
from channels.typing import Typing
from channels.uploads import Uploads
from channels.wechat.caller import fetched
from channels.wechat.checks import check_account
from channels.wechat.client import WechatClient
from channels.wechat.crypto import Seal
from channels.wechat.events import CHANNEL
from channels.wechat.notifying import Filled, SubscribeSender, TemplateSender
from channels.wechat.pictures import Pictures
from channels.wechat.routes import PASSIVE, PATH, wechat_routes
from channels.wechat.sender import WechatSender
from channels.wechat.words import Words
from conversations import Conversations
from conversations.database import Database
from conversations.sending import ChannelSender

TYPING_LASTS = 15.5  # seconds; WeChat shows it for 15 and refuses it while it is shown
SLOW = 0.1  # seconds; it begins when an answer is already late


class WechatChannel:
    """One account. Nothing here needs WeChat to be reachable at start."""

    name = CHANNEL

    def __init__(
        self,
        account: Wechat,
        database: Database,
        media_dir: Path,
        public_url: str | None,
        *,
        passive: float = PASSIVE,
    ) -> None:
        self._account = account
        self._passive = passive
        self._public_url = public_url
        self._words = Words.load()
        self._quotas = Quotas(database)
        self.client = WechatClient(account, database)
        self._typings: list[Typing] = []
        pictures = Pictures(self.client, Uploads(database, self.client.account), media_dir)
        self.sender = WechatSender(self.client, self._quotas, pictures, self._words, public_url)
        self.beside: list[ChannelSender[Filled]] = []
        if account.subscribe:
            self.beside.append(SubscribeSender(self.client, account.subscribe, self._quotas))
        if account.template:
            self.beside.append(TemplateSender(self.client, account.template))

    def routes(self, conversations: Conversations) -> APIRouter:
        seal = Seal(self._account.token, self._account.app_id, self._account.aes_key)
        typing = Typing(conversations, CHANNEL, self.client.show_typing, every=TYPING_LASTS, begin=SLOW)
        self._typings.append(typing)
        return wechat_routes(conversations, seal, self._words, self._quotas, typing, self._passive)

    async def run(self, conversations: Conversations) -> None:
        """WeChat brings everything by itself; only what lapsed is cleared away."""
        while True:
            await self._quotas.clear()
            await asyncio.sleep(CLEAR_EVERY)

    async def fetch(self, reference: Mapping[str, Any], limit: int) -> File:
        return await fetched(reference, limit, self.client.download)

    async def check(self) -> Sequence[Finding]:
        return await check_account(self.client, self._account, self._public_url, PATH)

    async def close(self) -> None:
        for typing in self._typings:
            await typing.close()
        await self.client.close()
