"""The control port of the stand-ins: POST /switch {"host", "mode"}, POST /reset, GET /counts."""

import asyncio
import json

from tests.fakes.upstreams.proxy import HOSTS, Upstreams


async def serve_control(upstreams: Upstreams, port: int = 0) -> asyncio.Server:
    """Start the control server on loopback; one request a connection."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status, answer = await _handle(upstreams, reader)
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    return await asyncio.start_server(accept, "127.0.0.1", port)


async def _handle(upstreams: Upstreams, reader: asyncio.StreamReader) -> tuple[str, object]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    action = " ".join(head.split(" ", 2)[:2])
    length = next((int(h[15:]) for h in head.lower().split("\r\n") if h.startswith("content-length:")), 0)
    body = await reader.readexactly(length)
    if action == "GET /counts":
        return "200 OK", {host: upstreams.counts[host] for host in {*HOSTS, *upstreams.counts}}
    if action == "POST /reset":
        upstreams.counts.clear()
        upstreams.modes.clear()
        return "200 OK", {}
    if action == "POST /switch":
        return _switch(upstreams, body)
    return "404 Not Found", {"error": action}


def _switch(upstreams: Upstreams, body: bytes) -> tuple[str, object]:
    try:
        wanted = json.loads(body)
        upstreams.switch(wanted["host"], wanted["mode"])
    except (ValueError, KeyError, TypeError) as error:
        return "400 Bad Request", {"error": str(error)}
    return "200 OK", dict(upstreams.modes)
