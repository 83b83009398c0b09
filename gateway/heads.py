"""The head of a request has an end: uvicorn's protocol waits for one for ever, and keeps whatever comes.

Bodies have theirs in shield.py, and where they are read.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 65_536  # bytes; browsers and proxies send a few thousand
HEAD_WITHIN = 20.0  # seconds from the first byte, or from the connection where none comes
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Heads(HttpToolsProtocol):
    """Closes a connection whose head is too long, or does not come to an end in time."""

    within = HEAD_WITHIN

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        self._size = 0
        self._late: asyncio.TimerHandle | None = None
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._late is None:
            return
        self._size += len(data)
        if self._size > LONGEST_HEAD and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_message_begin(self) -> None:
        self._begin()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._end()
        super().on_headers_complete()

    def _begin(self) -> None:
        if self._late is None:
            self._size = 0
            self._late = self.loop.call_later(self.within, self.transport.close)

    def _end(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
