"""How operators see the sources: a table."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from gateway.settings import Settings
from gateway.sources import ask, look, table

TENCENT = {
    "source": "腾讯行情",
    "host": "qt.gtimg.cn",
    "state": "ok",
    "calls": 7,
    "failures": {"SourceTimeout": 1},
    "last_success": "2026-11-26T10:00:00+08:00",
    "last_failure": "2026-11-26T09:59:00+08:00",
    "latency_ms": 84,
    "retry_after": 0,
}
BANNED = {
    **TENCENT,
    "source": "东方财富",
    "host": "push2.eastmoney.com",
    "state": "open",
    "calls": 2,
    "failures": {"SourceBanned": 2},
    "last_success": None,
    "latency_ms": None,
    "retry_after": 1790,
}


def settings(url: str) -> Settings:
    environ = {"ACTIONS_URL": f"{url}/webhook", "MARKET_MODE": "live", "INTERNAL_TOKEN": "t" * 20}
    return Settings.read(environ, lambda name: f"kept-secret-{name}")


@asynccontextmanager
async def action_server(body: bytes) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that says `body` of its sources; yields its address and the heads it was sent."""
    heads: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode())
        writer.write(body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heads


def test_the_table_is_aligned_and_names_what_failed() -> None:
    head, tencent, banned = table([TENCENT, BANNED]).splitlines()
    assert head.startswith("source")
    assert head.endswith("latency  retry in")
    assert "SourceTimeout×1" in tencent
    assert tencent.endswith("84 ms    -")
    assert banned.endswith("-        1790 s")
    assert head.index("host") == tencent.index("qt.") + 4  # four wide letters before it


async def test_a_running_action_server_is_asked_with_its_token() -> None:
    async with action_server(json.dumps([TENCENT]).encode()) as (url, heads):
        whence, found = await look(settings(url))
    assert "running action server" in whence
    assert found == [TENCENT]
    assert "x-wenpan-token: " + "t" * 20 in heads[0].lower()


@pytest.mark.parametrize("body", [b"<html>", b'{"status": "ok"}'])
async def test_whoever_else_listens_there_says_nothing_of_sources(body: bytes) -> None:
    async with action_server(body) as (url, _), httpx.AsyncClient() as client:
        assert await ask(client, settings(url)) is None


async def test_where_no_action_server_is_nothing_is_said() -> None:
    async with httpx.AsyncClient() as client:
        assert await ask(client, settings("http://127.0.0.1:9")) is None
