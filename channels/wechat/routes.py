"""WeChat's calls to us: its check of our address, and what investors send, answered while it waits if we can.

WeChat waits 5 seconds, then breaks off and delivers the same again, up to three times. Nothing is
acknowledged before it is stored. An answer that is there in time goes out in the response, which costs no
message of the quota; a later one is sent as all else is.
"""

import asyncio
import contextlib
import logging
import time
from datetime import datetime

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.body import read_body
from channels.errors import UnreadableUpdate
from channels.quota import Quotas
from channels.refusing import refusing
from channels.typing import Typing
from channels.wechat.crypto import Seal
from channels.wechat.events import CHANNEL, Confirmed, Granted, Left, Said, Update
from channels.wechat.notifying import A_YEAR, SUBSCRIBE
from channels.wechat.parse import parse_update
from channels.wechat.passive import SUCCESS, passive_text, reply_xml
from channels.wechat.words import Words
from conversations import BadInbound, Conversations, Pending, StoreUnavailable
from conversations.handing import Handed
from conversations.messages import SHANGHAI

PATH = "/channels/wechat"
PASSIVE = 4.0  # seconds after a call's arrival in which its answer can go out in the response
UNSUBSCRIBED = "unsubscribed"
log = logging.getLogger(__name__)


def wechat_routes(
    conversations: Conversations,
    seal: Seal,
    words: Words,
    quotas: Quotas,
    typing: Typing,
    passive: float = PASSIVE,
) -> APIRouter:
    """The one address that WeChat knows of an account."""
    webhook = _Webhook(conversations, seal, words, quotas, typing, passive)
    router = APIRouter()
    router.add_route(PATH, refusing(webhook.check), methods=["GET"])
    router.add_route(PATH, refusing(webhook.take), methods=["POST"])
    return router


class _Webhook:
    """Takes what WeChat delivers and waits with it for the answer."""

    def __init__(
        self,
        conversations: Conversations,
        seal: Seal,
        words: Words,
        quotas: Quotas,
        typing: Typing,
        passive: float,
    ) -> None:
        self._conversations = conversations
        self._seal = seal
        self._words = words
        self._quotas = quotas
        self._typing = typing
        self._passive = passive

    async def check(self, request: Request) -> Response:
        return PlainTextResponse(self._seal.echo(request.query_params))

    async def take(self, request: Request) -> Response:
        ends = asyncio.get_running_loop().time() + self._passive
        body = await read_body(request)
        try:
            opened = self._seal.open(request.query_params, body)
            update = parse_update(opened.xml, self._words.unshown, datetime.now(SHANGHAI))
            if isinstance(update, Said):
                return await self._answer(request, update, ends, sealed=opened.sealed)
        except (UnreadableUpdate, BadInbound) as error:  # the same bytes again would be no better
            self._conversations.counters.add("unreadable", CHANNEL)
            log.warning("a delivery of %s could not be read: %s", CHANNEL, error)
            return _success()
        await self._heed(update)
        return _success()

    async def _answer(self, request: Request, said: Said, ends: float, *, sealed: bool) -> Response:
        inbound, opens = said.inbound, said.opens
        at = inbound.at or datetime.now(SHANGHAI)
        await self._quotas.open(
            CHANNEL, inbound.user, opens.kind, total=opens.total, seconds=opens.seconds, at=at
        )
        within = ends - asyncio.get_running_loop().time()
        answer = await self._conversations.answer(inbound, within=max(within, 0.0))
        if isinstance(answer, Pending):
            self._typing.begin(inbound.user)
            return _success()
        if await request.is_disconnected():  # delivered again, and then answered
            return _success()
        handed = await self._conversations.hand_over(CHANNEL, inbound.user, inbound.message_id)
        return await self._respond(handed, said, sealed=sealed) if handed else _success()

    async def _respond(self, handed: Handed, said: Said, *, sealed: bool) -> Response:
        text, count = passive_text(handed.items, self._words)
        if not text:
            await self._conversations.handed(handed, 0)
            return _success()
        if count < len(handed.items):
            handed = await self._conversations.give_back(handed, count)
        xml = reply_xml(said.inbound.user, said.account, text, int(time.time()))
        response = Response(self._seal.close(xml) if sealed else xml, media_type="application/xml")
        response.background = BackgroundTask(self._written, handed, count)
        return response

    async def _written(self, handed: Handed, count: int) -> None:
        with contextlib.suppress(StoreUnavailable):  # settled as unknown when the store is back
            await self._conversations.handed(handed, count)

    async def _heed(self, update: Update) -> None:
        if isinstance(update, Left):
            await self._conversations.gone(CHANNEL, update.user, UNSUBSCRIBED)
        elif isinstance(update, Granted):
            await self._quotas.open(
                SUBSCRIBE, update.user, update.grant, total=1, seconds=A_YEAR, at=update.at
            )
        elif isinstance(update, Confirmed):
            await self._conversations.confirm(
                CHANNEL, update.provider_ref, delivered=update.delivered, error=update.error
            )


def _success() -> Response:
    return PlainTextResponse(SUCCESS)
