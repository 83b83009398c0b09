"""The web chat's addresses: HTTP in, one call to the conversations, JSON out.

Plain Starlette routes: what comes in is checked by `parse`, what goes out is written by `render`, so nothing
is left that a model would validate a second time on every message.
"""

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from math import ceil

from fastapi import APIRouter
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from channels.body import read_body
from channels.errors import ChannelError, TooMany, UnreadableUpdate
from channels.web.assets import load_assets, load_words
from channels.web.parse import CHANNEL, LAST_SEQ, parse_chat, parse_count, parse_sender
from channels.web.render import (
    render_answer,
    render_history,
    render_pending,
    render_session,
    to_json,
)
from channels.web.session import COOKIE, MAX_AGE, Caller, Gate, Sessions
from channels.web.socket import Line
from conversations import BadInbound, Conversations, Pending, StoreUnavailable
from conversations.rates import Rate, Rates
from pages.serving import Page, policy

TOO_FAST = str(load_words()["message"]["too_fast"])
PATIENCE = 15.0  # seconds a caller waits for its answer
PAGE_OF_HISTORY = 200  # messages
PROXIED = frozenset({"forwarded", "via", "x-real-ip"})  # sent by proxies only, as is x-forwarded-…

Endpoint = Callable[[Request], Awaitable[Response]]


def web_routes(
    conversations: Conversations,
    secret: str,
    public_url: str | None,
    patience: float = PATIENCE,
    rate: Rate | None = None,
) -> APIRouter:
    """All addresses of the web chat. `secret` signs tokens; no `public_url` means a demo on one machine;
    `rate` is how often one sender may write.
    """
    sessions = Sessions(secret)
    pace = Rates(rate) if rate else None
    chat = _Chat(conversations, sessions, Gate(sessions, public_url), patience, pace)
    page = Page(load_assets(), policy())
    router = APIRouter()
    router.add_route("/api/chat", _refusing(chat.say), methods=["POST"])
    router.add_route("/api/chat/{sender}/messages", _refusing(chat.read), methods=["GET"])
    router.add_route("/api/session", _refusing(chat.sign_in), methods=["POST"])
    router.add_websocket_route("/api/chat/socket", chat.follow)
    router.add_route("/", page.index, methods=["GET"])
    router.add_route("/static/web/{name}", page.file, methods=["GET"])
    return router


class _Chat:
    """What an investor can do."""

    def __init__(
        self,
        conversations: Conversations,
        sessions: Sessions,
        gate: Gate,
        patience: float,
        pace: Rates | None,
    ) -> None:
        self._conversations = conversations
        self._sessions = sessions
        self._gate = gate
        self._patience = patience
        self._pace = pace

    async def say(self, request: Request) -> Response:
        inbound = parse_chat(await read_body(request), _new_id)
        caller = caller_of(request)
        self._gate.admit(caller, inbound.user)
        if self._pace and not self._gate.trusts(caller) and (left := self._pace.take(inbound.user)):
            raise TooMany(ceil(left))
        answer = await self._conversations.answer(inbound, within=self._patience)
        if isinstance(answer, Pending):
            return _json(render_pending(answer.seq, answer.owner, inbound.message_id), 202)
        return _json(render_answer(answer, inbound.message_id))

    async def read(self, request: Request) -> Response:
        sender = parse_sender(request.path_params["sender"])
        after = parse_count(request.query_params.get("after"), 0, LAST_SEQ)
        limit = parse_count(request.query_params.get("limit"), PAGE_OF_HISTORY, PAGE_OF_HISTORY)
        self._gate.admit(caller_of(request), sender)
        messages = await self._conversations.messages(CHANNEL, sender, after=after, limit=limit)
        return _json(render_history(messages, after, await self._conversations.status(CHANNEL, sender)))

    async def sign_in(self, request: Request) -> Response:
        """A token for whom the caller already is, else for somebody new."""
        caller = caller_of(request)
        self._gate.check_origin(caller)
        sender = self._gate.sender_of(caller) or f"web-{_new_id()}"
        status = await self._conversations.status(CHANNEL, sender)
        token = self._sessions.issue(sender)
        response = _json(render_session(sender, token, status))
        response.set_cookie(
            COOKIE, token, max_age=MAX_AGE, httponly=True, samesite="lax", secure=self._gate.secure
        )
        return response

    async def follow(self, websocket: WebSocket) -> None:
        try:
            sender = parse_sender(websocket.query_params.get("sender"))
            after = parse_count(websocket.query_params.get("after"), 0, LAST_SEQ)
            self._gate.admit(caller_of(websocket), sender)
        except ChannelError as refusal:
            await websocket.send_denial_response(_refusal(refusal))
            return
        await Line(self._conversations, websocket, sender, after).run()


def _refusing(endpoint: Endpoint) -> Endpoint:
    """Turn what is known to go wrong into its answer; here and nowhere else."""

    async def refuse(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ChannelError as refusal:
            return _refusal(refusal)
        except BadInbound as refusal:
            return _refusal(UnreadableUpdate(str(refusal)))
        except StoreUnavailable:
            return _json({"error": "unavailable"}, 503)

    return refuse


def _refusal(refusal: ChannelError) -> Response:
    if isinstance(refusal, TooMany):
        return too_many(refusal.seconds)
    return _json({"error": refusal.code, "detail": str(refusal)}, refusal.status)


def too_many(seconds: int) -> Response:
    """429: when to come again, for programs and, in the page's words, for people."""
    text = TOO_FAST.format(seconds=seconds)
    response = _json({"error": TooMany.code, "seconds": seconds, "text": text}, TooMany.status)
    response.headers["Retry-After"] = str(seconds)
    return response


def _json(body: Mapping[str, object], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(body), status, headers, media_type="application/json")


def is_forwarded(names: Iterable[str]) -> bool:
    """Whether one of the headers is there that only proxies send; their `names` are in small letters."""
    return any(name in PROXIED or name.startswith("x-forwarded-") for name in names)


def caller_of(connection: HTTPConnection) -> Caller:
    """What a request says of who sends it."""
    headers = connection.headers
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    return Caller(
        peer=connection.client.host if connection.client else "",
        host=headers.get("host", ""),
        origin=headers.get("origin"),
        forwarded=is_forwarded(headers),
        token=bearer.strip() if scheme.lower() == "bearer" else connection.cookies.get(COOKIE),
    )


def _new_id() -> str:
    return secrets.token_urlsafe(12)
