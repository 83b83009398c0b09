"""One kept connection to a server, with one request at a time on it; parsing is httptools'."""

import asyncio
from typing import Any, cast

import httptools


class WireBroken(Exception):
    """No connection, or it ended before the whole answer was here."""


class WireSlow(Exception):
    """The request went out, and no whole answer came in time."""


class NotHttp(Exception):
    """What came back is no HTTP."""


class Connection(asyncio.Protocol):
    """Callbacks named on_… are the parser's; `kept` is for how many seconds it may be used again."""

    def __init__(self, kept: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser: Any = None
        self._body: list[bytes] = []
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self.usable = True
        self._old = self._loop.time() + kept

    @property
    def keepable(self) -> bool:
        return self.usable and self._loop.time() < self._old

    async def exchange(self, request: bytes, deadline: float) -> tuple[int, bytes]:
        """Status and body of the answer, by the `deadline` of the loop's clock."""
        if self._transport is None or not self.usable:
            raise WireBroken("closed")
        self._answer = self._loop.create_future()
        self._parser, self._body = httptools.HttpResponseParser(self), []
        self.usable = False  # until the whole answer was read
        self._transport.write(request)
        timer = self._loop.call_at(deadline, self._fail, WireSlow("no answer in time"))
        try:
            return await self._answer
        finally:
            timer.cancel()

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

    def eof_received(self) -> None:
        self.usable = False  # the server closes; connection_lost is still to come

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
