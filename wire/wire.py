"""HTTP/1.1 to one server of our own: kept connections, one request at a time on each, no proxies.

A turn asks the brain once and the brain the action server, so what this costs is paid on every message: with
httpx a whole turn took the gateway 6.5 ms of CPU, with this 2.3 ms. A request is sent once: where a
connection ends without an answer, its caller knows whether to ask again. In Python 3.10 a time-out around a
task can swallow a cancellation, so that each wait here has a timer of its own.
"""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wire.connection import Connection, WireBroken

CONNECT_WITHIN = 2.0  # seconds
KEPT = 60.0  # seconds after which a connection is made anew: a load balancer may have more servers by then
NO_HEADERS: Mapping[str, str] = {}


class Wire:
    """Requests to the server at `url`; as many at once as are asked for."""

    def __init__(self, url: str, headers: Mapping[str, str], kept: float = KEPT) -> None:
        self._kept_for = kept
        parts = urlsplit(url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or (443 if self._secure else 80)
        self._prefix = parts.path.rstrip("/")
        self._head = _lines({"Host": parts.netloc, "Accept": "application/json", **headers})
        self._idle: list[Connection] = []

    async def request(
        self,
        method: str,
        path: str,
        within: float,
        body: bytes = b"",
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> tuple[int, bytes]:
        """Status and body of an answer that is here `within` seconds; `body` is JSON, `headers` are this
        request's own.

        Raises WireBroken, WireSlow or NotHttp. Cancelled, it leaves no connection half read.
        """
        deadline = asyncio.get_running_loop().time() + within
        connection = self._kept() or await self._connect(min(within, CONNECT_WITHIN))
        try:
            answer = await connection.exchange(self._request(method, path, body, headers), deadline)
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

    def _kept(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                return connection
        return None

    async def _connect(self, within: float) -> Connection:
        opening: asyncio.Task[Any] = asyncio.ensure_future(self._open())
        try:
            await asyncio.wait({opening}, timeout=within)
        except asyncio.CancelledError:
            _drop(opening)
            raise
        if not opening.done():
            _drop(opening)
            raise WireBroken("nobody took it in time")
        try:
            _, connection = opening.result()
        except OSError as exc:  # refused, unreachable
            raise WireBroken(type(exc).__name__) from exc
        return connection  # type: ignore[no-any-return]

    async def _open(self) -> tuple[asyncio.BaseTransport, Connection]:
        loop = asyncio.get_running_loop()
        return await loop.create_connection(
            lambda: Connection(self._kept_for), self._host, self._port, ssl=self._secure or None
        )

    def _request(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        head = f"{method} {self._prefix}{path} HTTP/1.1\r\n{self._head}{_lines(headers)}"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return f"{head}\r\n".encode() + body


def _lines(headers: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


def _drop(opening: asyncio.Task[Any]) -> None:
    """Nobody waits for this connection any more, though it may be there in this very moment."""
    opening.cancel()
    opening.add_done_callback(
        lambda ended: ended.cancelled() or ended.exception() or ended.result()[1].close()
    )
