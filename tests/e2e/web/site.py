"""The web chat's server for a browser, with a stop and a start at the same address."""

from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

from conversations import Conversations
from tests.unit.channels.web.server import serving


class Site:
    """`address` is there after the first start; `media` is where its pictures are kept."""

    def __init__(self, conversations: Conversations, media: Path) -> None:
        self.conversations = conversations
        self.media = media
        self.address = ""
        self._running = AsyncExitStack()

    async def start(self) -> None:
        port = urlsplit(self.address).port or 0
        server = serving(self.conversations, port=port, media=self.media)
        self.address = await self._running.enter_async_context(server)

    async def stop(self) -> None:
        """As a deployment does it: open sockets are closed, requests under way may end."""
        await self._running.aclose()
