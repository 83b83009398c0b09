"""A page of the desk with an open socket, as a browser holds it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from desk.people.caller import Caller
from tests.unit.desk.work.floor import Floor

Json = dict[str, Any]


class Page:
    """A page with an open socket: what it has been told, and what it says."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.board: Json = {}

    async def says(self, **frame: Any) -> None:
        await self._socket.send(json.dumps(frame))

    async def noise(self, text: str | bytes) -> None:
        await self._socket.send(text)

    async def next(self, kind: str, fits: Callable[[Json], bool] = lambda frame: True) -> Json:
        """The next frame of a kind that fits; others are passed over."""
        async with asyncio.timeout(10):
            while True:
                frame: Json = json.loads(await self._socket.recv())
                if frame["type"] == kind and fits(frame):
                    return frame

    async def lines(self, last: int) -> list[int]:
        """The places of lines as they come, up to `last`."""
        seen: list[int] = []
        while not seen or seen[-1] < last:
            seen += [line["seq"] for line in (await self.next("conversation"))["lines"]]
        return seen

    async def closed(self) -> int:
        """The code the socket is closed with."""
        async with asyncio.timeout(5):  # sooner than the next look at all sessions
            with contextlib.suppress(ConnectionClosed):
                while True:
                    await self._socket.recv()
        return self._socket.close_code or 0


@asynccontextmanager
async def page(floor: Floor, host: str, caller: Caller, browser: httpx.AsyncClient) -> AsyncIterator[Page]:
    headers = {"Origin": f"http://{host}", "Cookie": cookie(floor, browser)}
    url = f"ws://{host}/desk/api/socket"
    async with connect(url, additional_headers=headers, proxy=None, max_size=None) as socket:
        opened = Page(socket)
        hello = await opened.next("hello")
        assert hello["me"]["agent"] == caller.agent
        yield opened


def cookie(floor: Floor, browser: httpx.AsyncClient) -> str:
    return f"{floor.office.guard.cookie}={browser.cookies[floor.office.guard.cookie]}"
