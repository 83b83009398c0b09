"""What a caller sends has an end, in bytes and in seconds, whichever part of it does not come to one."""

import asyncio
import contextlib
import socket
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from channels.body import read_body
from channels.refusing import refusing
from gateway.heads import LONGEST_HEAD, TOO_LONG, Heads
from gateway.serve import server
from tests.unit.gateway.test_app import settings

PATIENCE = 0.5


class Impatient(Heads):
    within = PATIENCE


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await read_body(request, within=PATIENCE))))


async def listen(websocket: WebSocket) -> None:
    await websocket.accept()
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """A server with the product's own settings for connections, but less patient."""
    app = Starlette(
        routes=[Route("/", refusing(echo), methods=["GET", "POST"]), WebSocketRoute("/socket", listen)]
    )
    own = server(settings("http://127.0.0.1:9", "http://127.0.0.1:9"), "postgresql:///none").config
    config = uvicorn.Config(
        app, http=Impatient, ws_max_size=own.ws_max_size, log_level="critical", lifespan="off"
    )
    running = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(running.serve(sockets=[listening]))
    yield listening.getsockname()[1]
    running.should_exit = True
    await task


async def spoken(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """All that comes back until the server closes; at most some seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    async with asyncio.timeout(20):
        with contextlib.suppress(ConnectionError):  # it closes in the middle of what we say
            for part in parts:
                writer.write(part)
                await asyncio.sleep(pause)
            await writer.drain()
        with contextlib.suppress(ConnectionError):
            answer = await reader.read()
    writer.close()
    return answer


def test_the_product_serves_with_these_ends() -> None:
    config = server(settings("http://127.0.0.1:9", "http://127.0.0.1:9"), "postgresql:///none").config
    assert isinstance(config.http, type)
    assert config.http.__name__ == "Heads"
    assert config.ws_max_size == 65_536


async def test_a_connection_that_says_nothing_is_closed(port: int) -> None:
    assert await spoken(port) == b""


async def test_a_head_that_comes_a_byte_at_a_time_is_closed(port: int) -> None:
    slow = [b"GET / HTTP/1.1\r\n", *[b"a: b\r\n"] * 100]
    assert await spoken(port, *slow, pause=0.05) == b""


async def test_a_head_without_end_is_refused(port: int) -> None:
    endless = [b"GET / HTTP/1.1\r\n", *[b"a: " + b"x" * 8_000 + b"\r\n"] * 40]
    assert (await spoken(port, *endless)) in (b"", TOO_LONG)


async def test_an_address_or_header_without_end_is_refused(port: int) -> None:
    for endless in (b"GET /" + b"x" * 4 * LONGEST_HEAD, b"GET / HTTP/1.1\r\na: " + b"x" * 4 * LONGEST_HEAD):
        assert b"200" not in await spoken(port, endless)


async def test_a_body_that_does_not_end_is_refused_though_its_head_was_right(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\nconnection: close\r\n\r\n"
    answer = await spoken(port, head, b"a")
    assert answer.startswith(b"HTTP/1.1 400")


async def test_who_keeps_a_connection_is_served_again_and_big_bodies_pass(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for size in (0, 10, 900_000, 10):
            assert (await client.post("/", content=b"x" * size)).text == str(size)
            await asyncio.sleep(0.05)
        assert (await client.get("/", headers={"cookie": "x" * 10_000})).status_code == 200


async def test_what_is_packed_stays_packed(port: int) -> None:
    """No body is unpacked here, so a small one cannot become a large one."""
    packed = zlib.compress(b"0" * 5_000_000)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        answer = await client.post("/", content=packed, headers={"content-encoding": "deflate"})
    assert answer.text == str(len(packed))


@pytest.mark.parametrize("compression", [None, "deflate"])
async def test_a_frame_that_is_too_long_ends_the_socket(port: int, compression: Any) -> None:
    async with connect(f"ws://127.0.0.1:{port}/socket", proxy=None, compression=compression) as client:
        await client.send("x" * 60_000)
        with contextlib.suppress(ConnectionClosedError):  # it may close before all is sent
            await client.send("x" * 5_000_000)
        with pytest.raises(ConnectionClosedError) as closed:
            await client.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
