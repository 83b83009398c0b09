"""Telegram as the outbox sees it."""

import asyncio
import logging
import re
from collections.abc import Sequence
from pathlib import Path

from channels.telegram.address import Address
from channels.telegram.client import BotApi
from channels.telegram.errors import CANNOT_PARSE, PICTURE_REFUSED
from channels.telegram.pace import Pace
from channels.telegram.parse import CHANNEL
from channels.telegram.render import Body, Picture, Text, instead_of, pack
from channels.telegram.words import Words
from conversations.sending import Item, Limits, Parcel, RateLimited, Request, SendResult, Undeliverable

_IMAGE = re.compile(r"/media/([0-9a-f]{64}\.png)")
log = logging.getLogger(__name__)


class TelegramSender:
    """Says what the outbox gives it. Telegram knows no key of ours, so nothing here is tried twice."""

    def __init__(
        self,
        api: BotApi,
        words: Words,
        media_dir: Path,
        public_url: str | None,
        *,
        account_data: bool = False,
    ) -> None:
        self.name = CHANNEL
        self.limits = Limits(at_once=8, per_second=30.0, apart=1.0, within=30.0, account_data=account_data)
        self._api = api
        self._words = words
        self._media_dir = media_dir
        self._public_url = public_url
        self._pace = Pace()

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Body]]:
        return pack(items, self._words)

    async def send(self, request: Request[Body]) -> SendResult:
        """Raises a DeliveryError. Where one conversation of a group has to wait, the others do, too."""
        address = Address.read(request.recipient)
        if wait := self._pace.left(address):
            raise RateLimited(wait)
        self._pace.hold(address, self.limits.apart)
        try:
            number = await self._put(address, request.body)
        except RateLimited as limit:
            self._pace.hold(address, limit.retry_after)
            raise
        return SendResult(provider_ref=f"{address.chat}/{number}")

    async def _put(self, address: Address, body: Body) -> str:
        if isinstance(body, Picture):
            return await self._show(address, body)
        return await self._say(address, body)

    async def _say(self, address: Address, text: Text) -> str:
        try:
            return await self._api.send_text(address, text, marked=True)
        except Undeliverable as refusal:
            if refusal.reason != CANNOT_PARSE:
                raise
        log.warning("Telegram did not read the HTML of a message; it goes as plain text")
        return await self._api.send_text(address, text, marked=False)

    async def _show(self, address: Address, picture: Picture) -> str:
        content = await asyncio.to_thread(self._read, picture.image)
        if content is None:
            log.warning("a picture to be sent is not there")
            return await self._say(address, instead_of(picture, self._public_url, self._words))
        try:
            return await self._api.send_picture(address, content, picture.caption, marked=True)
        except Undeliverable as refusal:
            if refusal.reason not in (CANNOT_PARSE, PICTURE_REFUSED):
                raise
            refused = refusal.reason == PICTURE_REFUSED
        if refused:
            log.warning("Telegram refused a picture; it goes as words")
            return await self._say(address, instead_of(picture, self._public_url, self._words))
        return await self._api.send_picture(address, content, picture.caption, marked=False)

    def _read(self, image: str) -> bytes | None:
        name = _IMAGE.fullmatch(image)
        try:
            return (self._media_dir / name[1]).read_bytes() if name else None
        except FileNotFoundError:  # tidied away, or made on another machine
            return None
