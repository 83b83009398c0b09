"""The wire against servers that answer in every allowed way, and in others."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from wire import NotHttp, Wire, WireBroken, WireSlow
from wire.connection import Connection

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Server:
    """Answers every request with the same bytes and counts connections and requests."""

    def __init__(self) -> None:
        self.connections = 0
        self.heads: list[bytes] = []
        self.answer = PLAIN
        self.closes = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.heads.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(self.answer)
                await writer.drain()
                if self.closes:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):  # the client is done
            pass
        finally:
            writer.close()


@pytest.fixture
async def server() -> Server:
    return Server()


@pytest.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    wire = Wire(f"http://127.0.0.1:{port}/behind", {"X-Token": "t"})
    yield wire
    wire.close()
    listening.close()


async def test_one_connection_serves_many_requests(server: Server, wire: Wire) -> None:
    for _ in range(3):
        assert await wire.request("GET", "/health", 5.0) == (200, b"{}")
    assert server.connections == 1
    assert server.heads[0].startswith(b"GET /behind/health HTTP/1.1\r\n")
    assert b"X-Token: t\r\n" in server.heads[0]


async def test_a_connection_that_is_old_is_made_anew(server: Server) -> None:
    """So that a brain that was added behind a load balancer is asked, too."""
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
        wire = Wire(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", {}, kept=0.0)
        for _ in range(3):
            assert await wire.request("GET", "/health", 5.0) == (200, b"{}")
        assert server.connections == 3
        wire.close()


async def test_requests_at_once_have_a_connection_each(server: Server, wire: Wire) -> None:
    assert await asyncio.gather(*(wire.request("GET", "/", 5.0) for _ in range(3))) == [(200, b"{}")] * 3
    assert server.connections == 3


async def test_a_chunked_answer_is_read_whole(server: Server, wire: Wire) -> None:
    server.answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert await wire.request("GET", "/", 5.0) == (200, b"abcde")
    assert await wire.request("GET", "/", 5.0) == (200, b"abcde")


async def test_a_connection_the_server_closes_is_replaced(server: Server, wire: Wire) -> None:
    server.answer, server.closes = (
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        True,
    )
    assert await wire.request("GET", "/", 5.0) == (200, b"{}")
    assert await wire.request("GET", "/", 5.0) == (200, b"{}")
    assert server.connections == 2


async def test_half_an_answer_is_broken(server: Server, wire: Wire) -> None:
    server.answer, server.closes = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", True
    with pytest.raises(WireBroken):
        await wire.request("GET", "/", 5.0)


async def test_another_protocol_is_not_http(server: Server, wire: Wire) -> None:
    server.answer = b"SSH-2.0-OpenSSH_9\r\n"
    with pytest.raises(NotHttp):
        await wire.request("GET", "/", 5.0)


async def test_a_caller_who_gives_up_leaves_no_half_read_connection(server: Server, wire: Wire) -> None:
    server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await wire.request("GET", "/", 5.0)
    server.answer = PLAIN
    assert await wire.request("GET", "/", 5.0) == (200, b"{}")


async def test_an_answer_too_late_is_none_and_leaves_no_connection(server: Server, wire: Wire) -> None:
    assert await wire.request("GET", "/", 5.0) == (200, b"{}")
    server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"
    with pytest.raises(WireSlow):
        await wire.request("GET", "/", 0.1)
    server.answer = PLAIN
    assert await wire.request("GET", "/", 5.0) == (200, b"{}")
    assert server.connections == 2


async def test_a_request_has_headers_and_a_body_of_its_own(server: Server, wire: Wire) -> None:
    assert await wire.request("POST", "", 5.0, b"{}", {"traceparent": "00-1"}) == (200, b"{}")
    assert server.heads[0].startswith(b"POST /behind HTTP/1.1\r\n")
    assert b"traceparent: 00-1\r\n" in server.heads[0]
    assert b"Content-Length: 2\r\n" in server.heads[0]


async def test_a_kept_connection_that_the_server_has_closed_is_not_asked(server: Server, wire: Wire) -> None:
    server.closes = True  # without saying so
    for _ in range(3):
        assert await wire.request("GET", "/", 5.0) == (200, b"{}")
        await asyncio.sleep(0.05)
    assert server.connections == 3


async def test_a_connection_that_says_it_ends_is_not_asked() -> None:
    connection = Connection(60.0)
    connection.connection_made(asyncio.Transport())
    assert connection.keepable
    connection.eof_received()
    assert not connection.keepable
    with pytest.raises(WireBroken):
        await connection.exchange(b"GET", 0.0)


@pytest.fixture
async def late(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """Connections that come after 0.1 s, whether somebody waits for them or not."""
    made: list[Connection] = []

    async def open_late(self: Wire) -> tuple[asyncio.Transport, Connection]:
        connection = Connection(60.0)
        made.append(connection)
        with contextlib.suppress(asyncio.CancelledError):  # it was there in this very moment
            await asyncio.sleep(0.1)
        return asyncio.Transport(), connection

    monkeypatch.setattr(Wire, "_open", open_late)
    return made


async def test_a_connection_that_nobody_waits_for_any_more_is_closed(late: list[Connection]) -> None:
    with pytest.raises(WireBroken):
        await Wire("http://127.0.0.1:9", {}).request("GET", "/", 0.02)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await Wire("http://127.0.0.1:9", {}).request("GET", "/", 5.0)
    await asyncio.sleep(0.01)
    assert [connection.usable for connection in late] == [False, False]


async def test_nobody_listening_is_broken() -> None:
    with pytest.raises(WireBroken):
        await Wire("http://127.0.0.1:9", {}).request("GET", "/", 5.0)
