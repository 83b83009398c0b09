"""Platforms that break down do what each way to break down says, and serve again afterwards."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.chaos.outages import Outage
from tests.fakes.wechat.serving import served


@dataclass
class Platform:
    """Counts what it does."""

    url: str = ""
    outage: Outage = field(init=False)
    done: int = 0

    def __post_init__(self) -> None:
        self.outage = Outage(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.done += 1
        await Response("done")(scope, receive, send)

    async def ask(self, within: float = 5.0) -> int | None:
        """The status, or None where none came."""
        async with httpx.AsyncClient(trust_env=False, timeout=within) as client:
            try:
                return (await client.get(self.url)).status_code
            except httpx.TransportError:  # it hung up, or said nothing
                return None


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    platform = Platform()
    async with served(platform.outage) as platform.url:
        yield platform


@pytest.mark.parametrize(
    ("how", "status", "done"), [("5xx", 502, 0), ("break", None, 0), ("drop", None, 1), ("hang", None, 0)]
)
async def test_an_outage_is_what_it_is_called_and_ends(
    platform: Platform, how: str, status: int | None, done: int
) -> None:
    platform.outage.begin(how)
    assert (await platform.ask(within=1.0 if how == "hang" else 5.0), platform.done) == (status, done)
    platform.outage.end()
    assert (await platform.ask(), platform.done) == (200, done + 1)
