"""微信客服 as the outbox sees it: under a msgid, by a grant where there is one, else from the five."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from channels.errors import TokenAway
from channels.quota import Quotas, Taken
from channels.wechat.errors import (
    NoAnswer,
    NotReached,
    Told,
    WechatError,
    delivery_error,
)
from channels.wechat.pictures import Pictures
from channels.wechat.render import Body, Picture, Text
from channels.wechat.sender import Failure, enter
from channels.wechat.words import Words
from channels.wechat_kf.client import KfClient
from channels.wechat_kf.errors import KeyRepeated, SessionElsewhere
from channels.wechat_kf.grants import Grants
from channels.wechat_kf.parse import CHANNEL
from channels.wechat_kf.render import in_words, message, pack, shown
from conversations.errors import StoreUnavailable
from conversations.sending import (
    Item,
    Limits,
    NotSent,
    OutcomeUnknown,
    Parcel,
    Request,
    SendResult,
    WindowClosed,
)

REMEMBERED = 1_000  # messages of unknown outcome whose count is not taken twice


class KfSender:
    """Sends through `client`; `doubt` hears of investors whose session is not where we believe it is."""

    name = CHANNEL
    limits = Limits(at_once=8, per_second=30.0, apart=0.3, together=5, within=50.0)

    def __init__(
        self,
        client: KfClient,
        quotas: Quotas,
        grants: Grants,
        pictures: Pictures,
        words: Words,
        doubt: Callable[[str], None],
        public_url: str | None = None,
    ) -> None:
        self._client = client
        self._quotas = quotas
        self._grants = grants
        self._pictures = pictures
        self._words = words
        self._doubt = doubt
        self._public_url = public_url
        self._open: dict[str, Taken] = {}  # what was counted for messages whose outcome nobody knows

    def pack(self, items: Sequence[Item]) -> Sequence[Parcel[Body]]:
        return pack(items, self._words, self._public_url)

    async def send(self, request: Request[Body]) -> SendResult:
        """Without a message left in the investor's quota WeCom is not asked."""
        try:
            if await self._granted(request):
                return SendResult(request.key)
            taken = self._open.pop(request.key, None) or await self._quotas.take(CHANNEL, request.recipient)
        except StoreUnavailable:
            raise NotSent("the store cannot be asked") from None
        if taken is None:
            raise WindowClosed("nothing left")
        failure = await self._tried(request)
        if failure is None or isinstance(failure, KeyRepeated):  # counted when it was taken
            return SendResult(request.key)
        with contextlib.suppress(StoreUnavailable):  # then the count is one lower than it need be
            await self._enter(failure, request, taken)
        if isinstance(failure, StoreUnavailable):
            raise NotSent("the store cannot be asked")
        raise delivery_error(failure)

    async def _granted(self, request: Request[Body]) -> bool:
        """Whether it went out by a grant of WeCom's, which only holds for words."""
        if isinstance(request.body, Picture):
            return False
        grant = await self._grants.take(request.recipient)
        if grant is None:
            return False
        said = message(request.body if grant.menus else in_words(request.body))
        try:
            await self._client.send_granted(grant.code, request.key, said)
        except KeyRepeated:
            return True
        except NoAnswer:
            raise OutcomeUnknown from None
        except (Told, NotReached, TokenAway):  # too late, or the session has gone on: the ordinary way
            return False
        return True

    async def _tried(self, request: Request[Body]) -> Failure | None:
        """None if WeCom took it. The store is only asked before it is sent."""
        try:
            if isinstance(request.body, Picture):
                await self._show(request, request.body)
            else:
                await self._say(request, message(request.body))
        except (WechatError, TokenAway, StoreUnavailable) as failure:
            return failure
        return None

    async def _enter(self, failure: Failure, request: Request[Body], taken: Taken) -> None:
        """Write into the ledger what WeCom's word means for it."""
        if isinstance(failure, NoAnswer):
            self._open[request.key] = taken
            if len(self._open) > REMEMBERED:  # its message will not come back here any more
                del self._open[next(iter(self._open))]
        elif isinstance(failure, SessionElsewhere):
            self._doubt(request.recipient)
        await enter(failure, self._quotas, CHANNEL, request.recipient, taken)

    async def _say(self, request: Request[Body], said: Mapping[str, Any]) -> None:
        await self._client.send(request.recipient, request.key, said)

    async def _show(self, request: Request[Body], picture: Picture) -> None:
        """The picture, or the words in its place where WeCom cannot have it."""

        async def send(media_id: str) -> None:
            await self._say(request, shown(media_id))

        if not await self._pictures.show(picture.image, send):
            await self._say(request, message(Text(picture.instead)))
