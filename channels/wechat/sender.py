"""The official account as the outbox sees it: a message costs the investor's quota, counted beforehand."""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from pathlib import Path

from channels.errors import TokenAway
from channels.quota import Quotas, Taken
from channels.uploads import Uploads
from channels.wechat.client import WechatClient
from channels.wechat.errors import (
    FileGone,
    FileRefused,
    NoAnswer,
    NotReached,
    QuotaUsed,
    TooLate,
    UserGone,
    WechatError,
    delivery_error,
)
from channels.wechat.events import CHANNEL
from channels.wechat.render import Body, Menu, Picture, Text, pack
from channels.wechat.words import Words
from conversations.errors import StoreUnavailable
from conversations.sending import (
    Item,
    Limits,
    NotSent,
    Parcel,
    Request,
    SendResult,
    WindowClosed,
)

LARGEST_PICTURE = 10 * 1024 * 1024  # bytes
PICTURE = re.compile(r"[0-9a-f]{64}\.png")


class WechatSender:
    """Sends through `client`; pictures are files of `media_dir`, links to them begin with `public_url`."""

    name = CHANNEL
    limits = Limits(at_once=8, per_second=30.0, apart=0.3, together=5, within=50.0)

    def __init__(
        self,
        client: WechatClient,
        quotas: Quotas,
        uploads: Uploads,
        words: Words,
        media_dir: Path,
        public_url: str | None = None,
    ) -> None:
        self._client = client
        self._quotas = quotas
        self._uploads = uploads
        self._words = words
        self._media_dir = media_dir
        self._public_url = public_url

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Body]]:
        return pack(items, self._words, self._public_url)

    async def send(self, request: Request[Body]) -> SendResult:
        """Without a message left in the investor's quota WeChat is not asked."""
        try:
            taken = await self._quotas.take(self.name, request.recipient)
        except StoreUnavailable:
            raise NotSent("the ledger cannot be asked") from None
        if taken is None:
            raise WindowClosed("nothing left")
        failure = await self._tried(request)
        if failure is None:
            return SendResult()
        with contextlib.suppress(StoreUnavailable):  # then the count is one lower than it need be
            await self._enter(failure, request.recipient, taken)
        if isinstance(failure, StoreUnavailable):
            raise NotSent("the store cannot be asked")
        raise delivery_error(failure)

    async def _tried(self, request: Request[Body]) -> WechatError | TokenAway | StoreUnavailable | None:
        """None if WeChat took it. The store is only asked before it is sent."""
        try:
            await self._say(request.recipient, request.body)
        except (WechatError, TokenAway, StoreUnavailable) as failure:
            return failure
        return None

    async def _enter(
        self, failure: WechatError | TokenAway | StoreUnavailable, user: str, taken: Taken
    ) -> None:
        """Write into the ledger what WeChat's word means for it."""
        match failure:
            case QuotaUsed():
                await self._quotas.use_up(self.name, user)
            case TooLate() | UserGone():
                await self._quotas.close(self.name, user)
            case NoAnswer():
                return  # it may have counted
            case _:
                await self._quotas.give_back(taken)

    async def _say(self, user: str, body: Body) -> None:
        match body:
            case Text(content=content):
                await self._client.send_text(user, content)
            case Menu(head=head, choices=choices):
                await self._client.send_menu(user, head, {button.id: button.title for button in choices})
            case Picture():
                await self._show(user, body)

    async def _show(self, user: str, picture: Picture) -> None:
        """The picture, or the words in its place where WeChat cannot have it."""
        try:
            media_id = await self._uploaded(picture.image)
            try:
                await self._client.send_image(user, media_id)
            except FileGone:  # sooner than it said: once more
                await self._uploads.forget(picture.image, media_id)
                await self._client.send_image(user, await self._uploaded(picture.image))
        except (OSError, FileRefused):  # not there any more, or nothing that WeChat takes
            await self._client.send_text(user, picture.instead)

    async def _uploaded(self, image: str) -> str:
        """WeChat's id of one of our pictures. What fails here has sent nothing to anybody."""

        async def upload() -> str:
            content = await asyncio.to_thread(self._content_of, image)
            return await self._client.upload(image.rpartition("/")[2], content, "image/png")

        try:
            return await self._uploads.id_of(image, upload)
        except NoAnswer:
            raise NotReached from None

    def _content_of(self, image: str) -> bytes:
        name = image.rpartition("/")[2]
        if not PICTURE.fullmatch(name):
            raise FileNotFoundError
        content = (self._media_dir / name).read_bytes()
        if len(content) > LARGEST_PICTURE:
            raise FileNotFoundError
        return content
