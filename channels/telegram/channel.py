"""Telegram joined: a bot's credentials in, a channel of the gateway out."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from channels.channel import File, Finding
from channels.credentials import Telegram
from channels.errors import MediaGone
from channels.telegram.checks import check_bot
from channels.telegram.client import BotApi
from channels.telegram.parse import CHANNEL
from channels.telegram.patience import Patience
from channels.telegram.polling import Polling
from channels.telegram.reception import Reception
from channels.telegram.routes import PATH, telegram_routes
from channels.telegram.sender import TelegramSender
from channels.telegram.words import Words
from conversations import Conversations
from conversations.database import Database

log = logging.getLogger(__name__)


class TelegramChannel:
    """One bot, by webhook or by polling. Nothing here needs Telegram to be reachable at start."""

    name = CHANNEL
    beside = ()

    def __init__(
        self, account: Telegram, database: Database, media_dir: Path, public_url: str | None
    ) -> None:
        self._account = account
        self._database = database
        self._public_url = public_url
        self._words = Words.load()
        self._api = BotApi(account)
        self._receptions: list[Reception] = []
        self.sender = TelegramSender(
            self._api, self._words, media_dir, public_url, account_data=account.account_data
        )

    def routes(self, conversations: Conversations) -> APIRouter:
        """The webhook; none where updates are polled."""
        if self._account.mode != "webhook":
            return APIRouter()
        return telegram_routes(self._reception(conversations), self._account.secret_token or "")

    async def run(self, conversations: Conversations) -> None:
        """Tell Telegram who we are and take its updates, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._present())
            if self._account.mode == "polling":
                polling = Polling(self._api, self._database, self._reception(conversations))
                tasks.create_task(polling.run())
            else:
                tasks.create_task(self._register())
            await asyncio.Event().wait()

    async def fetch(self, reference: Mapping[str, Any], limit: int) -> File:
        wanted = reference.get("wanted")
        if not isinstance(wanted, str):
            raise MediaGone
        content = await self._api.download(wanted, limit)
        return File(content, reference.get("mime"), reference.get("name"))

    async def check(self) -> Sequence[Finding]:
        return await check_bot(self._api, self._account, self._public_url)

    async def close(self) -> None:
        for reception in self._receptions:
            await reception.close()
        await self._api.close()

    def _reception(self, conversations: Conversations) -> Reception:
        reception = Reception(conversations, self._api, self._words)
        self._receptions.append(reception)
        return reception

    async def _present(self) -> None:
        await Patience().insist(self._api.introduce)
        await Patience().insist(lambda: self._api.present(self._words))

    async def _register(self) -> None:
        if self._public_url is None:
            log.warning("PUBLIC_URL is not set, so Telegram is not told where to bring messages")
            return
        url, secret = f"{self._public_url}{PATH}", self._account.secret_token or ""
        await Patience().insist(lambda: self._api.set_webhook(url, secret))
