"""The official account as the outbox sees it: a message costs the investor's quota, counted beforehand."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from channels.errors import TokenAway
from channels.quota import Quotas, Taken
from channels.wechat.client import WechatClient
from channels.wechat.errors import (
    NoAnswer,
    QuotaUsed,
    Unwritable,
    UserGone,
    WechatError,
    delivery_error,
)
from channels.wechat.events import CHANNEL
from channels.wechat.pictures import Pictures
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

Failure = WechatError | TokenAway | StoreUnavailable


class WechatSender:
    """Sends through `client`; links to pictures begin with `public_url`."""

    name = CHANNEL
    limits = Limits(at_once=96, per_second=500.0, apart=0.3, together=5, within=60.0)

    def __init__(
        self,
        client: WechatClient,
        quotas: Quotas,
        pictures: Pictures,
        words: Words,
        public_url: str | None = None,
    ) -> None:
        self._client = client
        self._quotas = quotas
        self._pictures = pictures
        self._words = words
        self._public_url = public_url

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Body]]:
        return pack(items, self._words, self._public_url)

    async def send(self, request: Request[Body]) -> SendResult:
        """Without a message left in the investor's quota WeChat is not asked."""
        said = partial(self._say, request.recipient, request.body)
        await out_of(self._quotas, (self.name, request.recipient), "nothing left", said)
        return SendResult()

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
        if not await self._pictures.show(picture.image, partial(self._client.send_image, user)):
            await self._client.send_text(user, picture.instead)


async def out_of[R](quotas: Quotas, whose: tuple[str, str], empty: str, say: Callable[[], Awaitable[R]]) -> R:
    """Say it for one message of the ledger of `whose`, a channel and a user; without one left WeChat is not
    asked, and `empty` is why. The store is only asked before it is sent.
    """
    try:
        taken = await quotas.take(*whose)
    except StoreUnavailable:
        raise NotSent("the ledger cannot be asked") from None
    if taken is None:
        raise WindowClosed(empty)
    try:
        return await say()
    except (WechatError, TokenAway, StoreUnavailable) as error:
        failure = error
    with contextlib.suppress(StoreUnavailable):  # then the count is one lower than it need be
        await enter(failure, quotas, *whose, taken)
    if isinstance(failure, StoreUnavailable):
        raise NotSent("the store cannot be asked")
    raise delivery_error(failure)


async def enter(failure: Failure, quotas: Quotas, channel: str, user: str, taken: Taken) -> None:
    """Write into the ledger what the platform's word means for it."""
    match failure:
        case QuotaUsed():
            await quotas.use_up(channel, user)
        case Unwritable() | UserGone():
            await quotas.close(channel, user)
        case NoAnswer():
            return  # it may have counted
        case _:
            await quotas.give_back(taken)
