"""Updates on their way in, whether Telegram brought them or we asked for them."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram.error import TelegramError

from channels.errors import UnreadableUpdate
from channels.telegram.address import Address
from channels.telegram.client import BotApi
from channels.telegram.parse import CHANNEL, Heard, Left, parse_update
from channels.telegram.words import Words
from channels.typing import Typing
from conversations import BadInbound, Conversations, Inbound, Message
from conversations.intake import STORED_TEXT, clean
from conversations.messages import SHANGHAI
from conversations.owners import SERVED_BY_BOT

SHOW_TYPING_EVERY = 4.5  # seconds; Telegram shows it for five
LOOKED_BACK = 200  # messages among which one that was edited is looked for


class Reception:
    """Takes updates into the inbox. Nothing here waits for Telegram."""

    def __init__(self, conversations: Conversations, api: BotApi, words: Words) -> None:
        self._conversations = conversations
        self._api = api
        self._words = words
        self._typing = Typing(conversations, CHANNEL, self._show_typing, every=SHOW_TYPING_EVERY)
        self._courtesies: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        await self._typing.close()
        courtesies = list(self._courtesies)
        for task in courtesies:
            task.cancel()
        await asyncio.gather(*courtesies, return_exceptions=True)

    async def take(self, fields: Mapping[str, Any]) -> None:
        """Durable on return; what cannot be read is counted. Raises StoreUnavailable."""
        try:
            now = datetime.now(SHANGHAI)
            meaning = parse_update(fields, self._api.me, self._words.commands, now)
            if isinstance(meaning, Heard):
                await self._hear(meaning)
            elif isinstance(meaning, Left):
                await self._conversations.gone(CHANNEL, meaning.user, "blocked")
        except (UnreadableUpdate, BadInbound):
            self.count_unreadable()

    def count_unreadable(self) -> None:
        self._conversations.counters.add("unreadable", CHANNEL)

    async def _hear(self, heard: Heard) -> None:
        if heard.query:
            self._do_aside(self._acknowledge(heard.query))
        inbound: Inbound | None = heard.inbound
        if heard.edits is not None:
            inbound = await self._correction(heard.inbound, heard.edits)
        if inbound is None:
            return
        receipt = await self._conversations.receive(inbound)
        if receipt.owner in SERVED_BY_BOT and not receipt.duplicate:
            self._typing.begin(inbound.user)

    async def _correction(self, inbound: Inbound, post: int) -> Inbound | None:
        """The new words with what they correct; None where nothing changed or a later edit came first."""
        before = await self._last_version(inbound.user, post)
        if before is None:
            return inbound
        same = before.text == clean(inbound.text or "")[:STORED_TEXT]
        if same or int(before.message_id or 0) > int(inbound.message_id):
            return None
        return replace(inbound, media={**(inbound.media or {}), "corrects": before.message_id})

    async def _last_version(self, user: str, post: int) -> Message | None:
        status = await self._conversations.status(CHANNEL, user)
        if status is None:
            return None
        after = max(0, status.seq - LOOKED_BACK)
        recent = await self._conversations.messages(CHANNEL, user, after=after, limit=LOOKED_BACK)
        said = [m for m in recent if m.sender == "user" and (m.media or {}).get("post") == post]
        return said[-1] if said else None

    def _do_aside(self, courtesy: Awaitable[None]) -> None:
        task = asyncio.ensure_future(courtesy)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _acknowledge(self, query: str) -> None:
        try:
            await self._api.acknowledge(query)
        except TelegramError:  # too late, or not reached: the button stops waiting by itself
            return

    async def _show_typing(self, user: str) -> None:
        await self._api.show_typing(Address.read(user))
