"""The web chat's server for a browser, with a stop and a start at the same address."""

from contextlib import AsyncExitStack
from urllib.parse import urlsplit

from conversations import Conversations
from tests.unit.channels.web.server import serving


class Site:
    """`address` is there after the first start."""

    def __init__(self, conversations: Conversations) -> None:
        self.conversations = conversations
        self.address = ""
        self._running = AsyncExitStack()

    async def start(self) -> None:
        port = urlsplit(self.address).port or 0
        self.address = await self._running.enter_async_context(serving(self.conversations, port=port))

    async def stop(self) -> None:
        """As a deployment does it: open sockets are closed, requests under way may end."""
        await self._running.aclose()
