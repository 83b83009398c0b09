"""Requests at once each have a connection of their own, free again when its answer is read or broke off."""

import asyncio

import httpx
import pytest

from channels.http import LANES, platform_client
from tests.fakes.wechat.serving import served


class Platform:
    """Counts who is there at the same time."""

    def __init__(self) -> None:
        self.here = self.most = 0

    async def __call__(self, scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        self.here += 1
        self.most = max(self.most, self.here)
        await asyncio.sleep(0.05)
        self.here -= 1
        head = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": head})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"ok"})  # type: ignore[operator]


async def test_they_go_at_once_and_again_over_the_same() -> None:
    platform = Platform()
    async with served(platform) as url, platform_client(5.0) as client:  # type: ignore[arg-type]
        for _ in range(3):
            answers = await asyncio.gather(*(client.get(url) for _ in range(LANES)))
            assert {answer.text for answer in answers} == {"ok"}
    assert platform.most > 8


async def test_who_breaks_off_leaves_the_way_free() -> None:
    async with served(Platform()) as url, platform_client(5.0) as client:  # type: ignore[arg-type]
        for _ in range(LANES + 1):
            async with client.stream("GET", url):
                pass
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.005):
                    await client.get(url)
        assert (await client.get(url)).text == "ok"


async def test_nobody_there_is_said_each_time() -> None:
    async with platform_client(1.0) as client:
        for _ in range(LANES + 1):
            with pytest.raises(httpx.ConnectError):
                await client.get("http://127.0.0.1:9")
