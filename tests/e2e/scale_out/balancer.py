"""A load balancer on loopback as operators have one: connections in turn, to servers whose health is 200."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

LOOK = 0.2  # seconds between two looks at a server
CHUNK = 65_536


class Balancer:
    """Passes bytes between callers and `servers` (ports); `health` is the path it asks each of them for."""

    def __init__(self, servers: Sequence[int], health: str) -> None:
        self._servers, self._health = list(servers), health
        self.up: set[int] = set()
        self.taken: Counter[int] = Counter()
        self.refused = 0  # connections that met a closed door: another server had to be tried
        self.port = 0
        self._turn = 0
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._looking = [asyncio.create_task(self._look(server)) for server in self._servers]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for writer in self._open:
            writer.transport.abort()
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def _look(self, server: int) -> None:
        while True:
            (self.up.add if await self._is_well(server) else self.up.discard)(server)
            await asyncio.sleep(LOOK)

    async def _is_well(self, server: int) -> bool:
        request = f"GET {self._health} HTTP/1.1\r\nHost: 127.0.0.1:{server}\r\nConnection: close\r\n\r\n"
        try:
            async with asyncio.timeout(5):
                reader, writer = await asyncio.open_connection("127.0.0.1", server)
                with contextlib.closing(writer):
                    writer.write(request.encode())
                    return b" 200 " in await reader.readline()
        except (OSError, TimeoutError):  # dead, on its way, or stuck
            return False

    def _next(self) -> int | None:
        """The next one in turn that is well."""
        for _ in self._servers:
            self._turn += 1
            server = self._servers[self._turn % len(self._servers)]
            if server in self.up:
                return server
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (server := self._next()) is not None:
            try:
                there = await asyncio.open_connection("127.0.0.1", server)
            except OSError:  # it died since the last look
                self.up.discard(server)
                self.refused += 1
                continue
            self.taken[server] += 1
            self._open |= {writer, there[1]}
            await asyncio.gather(_pass_on(reader, there[1]), _pass_on(there[0], writer))
            self._open -= {writer, there[1]}
            return
        writer.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One direction until its end; a connection that broke breaks the other one too."""
    try:
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
        writer.close()
    except OSError:  # either side broke off
        writer.transport.abort()
