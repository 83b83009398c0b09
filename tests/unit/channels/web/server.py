"""A real server on a free port of loopback, which stops as a deployment does."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from channels.web.routes import web_routes
from conversations import Conversations
from gateway.media import media_routes

SECRET = "a secret of the tests"


@asynccontextmanager
async def serving(
    conversations: Conversations,
    public_url: str | None = None,
    patience: float = 15.0,
    port: int = 0,
    media: Path | None = None,
) -> AsyncIterator[str]:
    """The server's address while it runs; with `media` it shows the pictures in there."""
    app = FastAPI()
    app.include_router(web_routes(conversations, SECRET, public_url, patience))
    if media:
        app.include_router(media_routes(media))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3))
    listening = socket.create_server(("127.0.0.1", port))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
