"""The client by which a platform's API is called, some hundred times a second in a campaign."""

import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from importlib.util import find_spec
from typing import cast

import httpx

LANES = 64
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
        context = httpx.create_ssl_context(trust_env=True)
        self._lanes = [httpx.AsyncHTTPTransport(verify=context, limits=ALONE) for _ in range(LANES)]
        self._free = list(self._lanes)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        lane = self._free.pop() if self._free else self._lanes[id(request) % LANES]
        try:
            response = await lane.handle_async_request(request)
        except BaseException:  # cancelled, too: the lane is free again in any case
            self._release(lane)
            raise
        stream = cast("httpx.AsyncByteStream", response.stream)  # an asynchronous transport's always is
        response.stream = _Stream(stream, partial(self._release, lane))
        return response

    async def aclose(self) -> None:
        for lane in self._lanes:
            await lane.aclose()

    def _release(self, lane: httpx.AsyncHTTPTransport) -> None:
        if lane not in self._free:
            self._free.append(lane)


class _Stream(httpx.AsyncByteStream):
    """An answer's body, which keeps its lane until it is closed."""

    def __init__(self, inner: httpx.AsyncByteStream, release: Callable[[], None]) -> None:
        self._inner = inner
        self._release = release

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()
        self._release()
