"""A real browser before a real server, real conversations, and a brain that does what it is told.

Everything runs on one event loop of the session, as Chromium does.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from conversations import Brain, Conversations
from tests.e2e.web.site import Site
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def brain() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as fake:
        yield fake


@pytest_asyncio.fixture(loop_scope="session")
async def conversations(database_url: str, brain: FakeBrain) -> AsyncIterator[Conversations]:
    async with Brain(brain.url, TOKEN) as client:
        opened = await Conversations.open(database_url, client, keys=KEYS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site(conversations: Conversations, tmp_path: Path) -> AsyncIterator[Site]:
    """The web chat, which a test may stop and start again at the same address."""
    running = Site(conversations, tmp_path)
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """A phone in Shanghai, with nothing stored."""
    opened = await chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    opened.set_default_timeout(15_000)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, site: Site) -> AsyncIterator[Page]:
    """The chat, open and connected. Whatever a script of it breaks makes the test fail."""
    opened = await context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    await opened.goto(site.address)
    await opened.locator("[data-state=online]").wait_for()
    yield opened
    assert faults == []
