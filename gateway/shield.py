"""What every request goes through: a limit on its size, safe headers, a count, no trace of our failures.

Plain ASGI, for a turn passes here and Starlette's wrapper would cost it a task and a queue of its own.
"""

import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.metrics import HttpMeter
from telemetry import spans

LONGEST_BODY = 1_000_000  # bytes
LONGER_BODIES = {re.compile(r"/desk/api/conversations/\d+/picture"): 6_000_000}
"""Addresses that take more."""
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_YEAR = "max-age=31536000"
UNKNOWN = "other"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = structlog.get_logger("gateway")


class Shield:
    """Stands around the application; `https` says that investors come through TLS."""

    def __init__(self, app: ASGIApp, meter: HttpMeter, https: bool) -> None:
        self._app, self._meter = app, meter
        self._headers = {**SAFE_HEADERS, **({"Strict-Transport-Security": A_YEAR} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        answer = _Answer(send, self._headers)
        try:
            await self._traced(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - started
            self._meter.count(method_of(scope), template_of(scope), answer.status, seconds)

    async def _traced(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        """What changes something begins a trace, whatever trace its caller claims to be in."""
        if scope["method"] in READING:
            await self._inside(scope, receive, answer)
            return
        with spans.span("request", "server", parent="", method=method_of(scope)) as span:
            await self._inside(scope, receive, answer)
            span.tell(route=template_of(scope), status=answer.status)

    async def _inside(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            limit = limit_of(scope)
            if _announced(scope) > limit:
                raise BodyTooLong
            await self._app(scope, _limited(receive, limit), answer.send)
        except BodyTooLong:
            if not answer.status:
                await JSONResponse({"error": "too_large"}, 413)(scope, receive, answer.send)
        except Exception:  # whatever we did not foresee: the caller learns nothing of it, the log does
            log.exception("request failed", method=method_of(scope), path=template_of(scope))
            if answer.status:
                raise  # half an answer is out: only breaking the connection tells the caller
            await JSONResponse({"error": "internal"}, 500)(scope, receive, answer.send)


class BodyTooLong(Exception):
    """More bytes came, or were announced, than the address takes."""


class _Answer:
    """Sends on what the application answers, with the safe headers; `status` is 0 until it begins."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send, self._headers = send, headers
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


def limit_of(scope: Scope) -> int:
    """How many bytes the address takes."""
    longer = (limit for path, limit in LONGER_BODIES.items() if path.fullmatch(scope["path"]))
    return next(longer, LONGEST_BODY)


def _limited(receive: Receive, limit: int) -> Receive:
    """`receive` that raises BodyTooLong once the chunks are too many."""
    size = 0

    async def limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise BodyTooLong
        return message

    return limited


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def method_of(scope: Scope) -> str:
    """The method, if it is one of HTTP's: others would make labels without end."""
    return scope["method"] if scope["method"] in METHODS else UNKNOWN


def template_of(scope: Scope) -> str:
    """The route's template once the router has found one, such as /api/chat/{sender}/messages."""
    if "endpoint" not in scope:
        return UNKNOWN
    names = {str(value): f"{{{name}}}" for name, value in scope.get("path_params", {}).items()}
    return "/".join(names.get(part, part) for part in scope["path"].split("/"))
