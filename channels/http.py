"""The client by which a platform's API is called, some hundred times a second in a campaign."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from importlib.util import find_spec
from typing import cast

import httpx

LANES = 96
ALONE = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=20.0)


def platform_client(timeout: httpx.Timeout | float) -> httpx.AsyncClient:
    """With the operator's proxy and certificates.

    httpcore asks for the module sniffio in each request, and where it is not installed Python looks for it
    in every folder each time: a third of what a request cost. So it is written down that there is none.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
    return httpx.AsyncClient(timeout=timeout, trust_env=True, transport=Lanes())


class Lanes(httpx.AsyncBaseTransport):
    """Requests at once each over a connection of their own, the one used last first.

    A pool of httpcore's looks at every connection in every request: with 48 of them one cost 3.4 ms of CPU,
    with one 1.5. A proxy that the environment names goes its own way.
    """

    def __init__(self) -> None:
        self._context = httpx.create_ssl_context(trust_env=True)
        self._free = [self._lane() for _ in range(LANES)]
        self._broken: set[asyncio.Task[None]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        lane = self._free.pop() if self._free else self._lane()
        try:
            response = await lane.handle_async_request(request)
        except BaseException:  # cancelled, too
            self._replace(lane)
            raise
        stream = cast("httpx.AsyncByteStream", response.stream)  # an asynchronous transport's always is
        response.stream = _Stream(stream, partial(self._free.append, lane), partial(self._replace, lane))
        return response

    async def aclose(self) -> None:
        for lane in self._free:
            await lane.aclose()
        await asyncio.gather(*self._broken, return_exceptions=True)

    def _lane(self) -> httpx.AsyncHTTPTransport:
        return httpx.AsyncHTTPTransport(verify=self._context, limits=ALONE)

    def _replace(self, lane: httpx.AsyncHTTPTransport) -> None:
        """A new one: a request cancelled at the wrong moment leaves httpcore's taken for ever."""
        self._free.append(self._lane())
        task = asyncio.create_task(lane.aclose())
        self._broken.add(task)
        task.add_done_callback(self._broken.discard)


class _Stream(httpx.AsyncByteStream):
    """An answer's body, which keeps its lane until it is closed."""

    def __init__(
        self, inner: httpx.AsyncByteStream, release: Callable[[], None], replace: Callable[[], None]
    ) -> None:
        self._inner = inner
        self._release = release
        self._replace = replace

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            yield part

    async def aclose(self) -> None:
        try:
            await self._inner.aclose()
        except BaseException:  # cancelled, too
            self._replace()
            raise
        self._release()
