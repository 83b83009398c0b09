"""HTTP/1.1 to one server of our own: kept connections, one request at a time on each, no proxies.

A turn asks the brain once, so what this costs is paid on every message: with httpx a whole turn took 6.5 ms
of CPU, with this 2.3 ms. Parsing is httptools', which uvicorn uses for the other direction.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import httptools

from telemetry.traceparent import HEADER

CONNECT_WITHIN = 2.0  # seconds
KEPT = 60.0  # seconds after which a connection is made anew: a load balancer may have more servers by then


class WireBroken(Exception):
    """No connection, or it ended before the whole answer was here."""


class NotHttp(Exception):
    """What came back is no HTTP."""


class _Connection(asyncio.Protocol):
    """One kept connection. Callbacks named on_… are the parser's."""

    def __init__(self, kept: float) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._body: list[bytes] = []
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self.usable = True
        self._old = asyncio.get_running_loop().time() + kept

    @property
    def keepable(self) -> bool:
        return self.usable and asyncio.get_running_loop().time() < self._old

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._transport is None or not self.usable:
            raise WireBroken("closed")
        self._answer = asyncio.get_running_loop().create_future()
        self._parser, self._body = httptools.HttpResponseParser(self), []
        self.usable = False  # until the whole answer was read
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self.usable = False
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class is none by inheritance

    def data_received(self, data: bytes) -> None:
        if self._parser is None:
            self.close()  # nobody asked
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as exc:
            self._fail(NotHttp(type(exc).__name__))
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.usable = False
        self._fail(WireBroken(type(exc).__name__ if exc else "ended early"))

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        self.usable = self._parser.should_keep_alive()
        if self._answer and not self._answer.done():
            self._answer.set_result((self._parser.get_status_code(), b"".join(self._body)))

    def _fail(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)


class Wire:
    """Requests to the server at `url`; as many at once as are asked for."""

    def __init__(self, url: str, headers: Mapping[str, str], kept: float = KEPT) -> None:
        self._kept_for = kept
        parts = urlsplit(url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or (443 if self._secure else 80)
        self._prefix = parts.path.rstrip("/")
        fixed = {"Host": parts.netloc, "Accept": "application/json", **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in fixed.items())
        self._idle: list[_Connection] = []

    async def request(self, method: str, path: str, body: bytes = b"", trace: str = "") -> tuple[int, bytes]:
        """Status and body; raises WireBroken or NotHttp. Cancelled, it leaves no connection half read.

        With `trace` the request says which span it belongs to.
        """
        connection = self._kept() or await self._connect()
        try:
            answer = await connection.exchange(self._request(method, path, body, trace))
        except BaseException:
            connection.close()
            raise
        if connection.keepable:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    def close(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    def _kept(self) -> _Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
        return None

    async def _connect(self) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                _, connection = await loop.create_connection(
                    lambda: _Connection(self._kept_for), self._host, self._port, ssl=self._secure or None
                )
        except (OSError, TimeoutError) as exc:  # refused, unreachable, or nobody took it in time
            raise WireBroken(type(exc).__name__) from exc
        return connection

    def _request(self, method: str, path: str, body: bytes, trace: str) -> bytes:
        head = f"{method} {self._prefix}{path} HTTP/1.1\r\n{self._head}"
        if trace:
            head += f"{HEADER}: {trace}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return f"{head}\r\n".encode() + body
