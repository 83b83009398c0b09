"""A forward proxy that ends TLS itself and answers for the sources' hosts.

Clients need only their ordinary environment: HTTPS_PROXY to come here, SSL_CERT_FILE and
REQUESTS_CA_BUNDLE to believe the certificates that are made for each host on the way.
"""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, Self, cast, get_args
from urllib.parse import urlsplit

import trustme

from tests.fakes.upstreams import (
    csindex_bars,
    eastmoney,
    eastmoney_bars,
    sina,
    sina_bars,
    tencent,
    tencent_bars,
)
from tests.fakes.upstreams.asked import Asked
from tests.fakes.upstreams.figures import Figures, load_figures
from tests.fakes.upstreams.routes import ROUTES

Mode = Literal[
    "ok", "hang", "ban", "units", "missing_column", "extra_column", "truncated", "reset", "5xx", "empty"
]
Render = Callable[[str, dict[str, Figures], str], bytes]

MODES = cast(tuple[Mode, ...], get_args(Mode))
QUOTES: Mapping[str, tuple[str, Render]] = {
    "qt.gtimg.cn": ("text/html; charset=GBK", tencent.render),
    "hq.sinajs.cn": ("application/javascript; charset=GB18030", sina.render),
    "push2.eastmoney.com": ("application/json; charset=UTF-8", eastmoney.render_list),
    "push2his.eastmoney.com": ("application/json; charset=UTF-8", eastmoney_bars.render_history),
    "web.ifzq.gtimg.cn": ("application/json; charset=utf-8", tencent_bars.render),
    "quotes.sina.cn": ("application/json; charset=utf-8", sina_bars.render),
    "www.csindex.com.cn": ("application/json;charset=UTF-8", csindex_bars.render),
}
HOSTS = frozenset({*QUOTES, *(route.host for route in ROUTES)})
_BAN_PAGE = "<html><head><title>拒绝访问</title></head><body>您的访问过于频繁</body></html>".encode("gbk")


class Upstreams:
    """`async with Upstreams() as upstreams:` and give `upstreams.environment` to the clients.

    Each answer takes `delay` seconds; `headers` are the names of all that came.
    """

    def __init__(self, table: dict[str, Figures] | None = None) -> None:
        self.table = load_figures() if table is None else table
        self.recorded: dict[str, bytes] = {}
        self.modes: dict[str, Mode] = {}
        self.counts: Counter[str] = Counter()
        self.delay = 0.0
        self.referers: list[str] = []
        self.headers: set[str] = set()
        self._authority = trustme.CA()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._folder = TemporaryDirectory(prefix="upstreams-")
        self._connections: set[asyncio.Task[None]] = set()
        self.ca = Path(self._folder.name) / "ca.pem"
        self.proxy = ""

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        self._folder.cleanup()

    async def start(self, port: int = 0) -> Self:
        self._authority.cert_pem.write_to_path(str(self.ca))
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port)
        self.proxy = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HTTPS_PROXY": self.proxy,
            "HTTP_PROXY": self.proxy,
            "SSL_CERT_FILE": str(self.ca),
            "REQUESTS_CA_BUNDLE": str(self.ca),
            "NO_PROXY": "",
        }

    def switch(self, host: str, mode: Mode) -> None:
        """Change how a host behaves; "*" is all of them. Raises ValueError."""
        if mode not in MODES or host not in {"*", *HOSTS}:
            raise ValueError(f"{host} {mode}")
        self.modes |= dict.fromkeys(HOSTS if host == "*" else [host], mode)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._keep(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _keep(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.decode("latin-1").split(" ", 2)
        host = target.partition(":")[0]
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection Established\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._context(host))
            head = await reader.readuntil(b"\r\n\r\n")
        while await self._answer(host, head, reader, writer):
            head = await reader.readuntil(b"\r\n\r\n")

    async def _answer(
        self, host: str, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; whether the connection may serve another."""
        lines = head.decode("latin-1").split("\r\n")
        target = urlsplit(lines[0].split(" ")[1])
        host = target.hostname or host
        path = f"{target.path}?{target.query}" if target.query else target.path
        self.counts[host] += 1
        self.headers |= {line.partition(":")[0].lower() for line in lines[1:] if line}
        self.referers += [line[9:] for line in lines if line.lower().startswith("referer: ")]
        await asyncio.sleep(self.delay)
        mode = self.modes.get(host, "ok")
        if mode == "hang":
            await asyncio.sleep(3600)
        if mode == "reset":
            _reset(writer)
            return False
        asked = Asked(path, await _body(lines, reader), mode)
        writer.write(self._reply(host, asked))
        await writer.drain()
        return mode != "truncated"

    def _reply(self, host: str, asked: Asked) -> bytes:
        if asked.shape == "5xx":
            return _http("503 Service Unavailable", "text/plain", b"upstream connect error")
        if asked.shape in {"ban", "empty"}:
            return _http("200 OK", "text/html; charset=GBK", _BAN_PAGE if asked.shape == "ban" else b"")
        found = self._rendered(host, asked)
        if found is None:
            return _http("599 Unknown Upstream", "text/plain", f"{host}{asked.path}".encode())
        kind, body = found
        reply = _http("200 OK", kind, self.recorded.get(host) or body)
        return reply[: -max(1, len(body) // 2)] if asked.shape == "truncated" else reply

    def _rendered(self, host: str, asked: Asked) -> tuple[str, bytes] | None:
        """Content type and body; None where nobody stands in for this address."""
        route = next((route for route in ROUTES if route.fits(host, asked.path)), None)
        if route is not None:
            return route.kind, route.render(asked)
        if host not in QUOTES:
            return None
        kind, render = QUOTES[host]
        return kind, render(asked.path, self.table, asked.shape)

    def _context(self, host: str) -> ssl.SSLContext:
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._authority.issue_cert(host).configure_cert(context)
            self._contexts[host] = context
        return self._contexts[host]


async def _body(lines: list[str], reader: asyncio.StreamReader) -> bytes:
    length = next((int(h[15:]) for h in map(str.lower, lines) if h.startswith("content-length:")), 0)
    return await reader.readexactly(length) if length else b""


def _http(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


def _reset(writer: asyncio.StreamWriter) -> None:
    """Send RST instead of FIN: linger zero seconds."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
