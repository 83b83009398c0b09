"""A real browser before the real desk; investors write to real conversations behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from conversations import Brain, Conversations
from conversations.database import Database
from desk.people.caller import Role
from desk.people.sessions import Sessions
from desk.work.library import Handbook
from tests.e2e.desk.site import Site
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.aids.conftest import TODAY, Filling
from tests.unit.desk.office import Office

HERE = Path(__file__).parent
SECOND: tuple[Role, ...] = ("senior",)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The articles of the files, whose index takes a second."""
    opened = Handbook("", str, Filling(), lambda: TODAY)
    opened.shelf.library.prepare()
    return opened


@pytest_asyncio.fixture(loop_scope="session")
async def brain() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as fake:
        yield fake


@pytest_asyncio.fixture(loop_scope="session")
async def site(
    database_url: str, brain: FakeBrain, handbook: Handbook, tmp_path: Path
) -> AsyncIterator[Site]:
    """The floor of one test; nobody works there yet. Of seniors a second factor is asked."""
    async with (
        Brain(brain.url, TOKEN) as client,
        Database(database_url, connections=4, patience=1.0, keys=KEYS) as database,
        Office(database, Sessions(database, required_roles=SECOND)) as office,
    ):
        conversations = await Conversations.open(database_url, client, keys=KEYS)
        yield Site(conversations, office, client, handbook, tmp_path)
        await conversations.close(within=0.5)


@pytest_asyncio.fixture(loop_scope="session")
async def address(site: Site) -> AsyncIterator[str]:
    """Where the desk is while the test runs."""
    async with site.serving() as place:
        yield f"http://{place}/desk"


@asynccontextmanager
async def desk_of(chromium: Browser, address: str) -> AsyncIterator[Page]:
    """The desk in a new browser, nobody signed in. Whatever a script of it breaks makes the test fail."""
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(8_000)
    opened = await context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(error.stack or str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    await opened.goto(address)
    yield opened
    await context.close()
    assert faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, address: str) -> AsyncIterator[Page]:
    async with desk_of(chromium, address) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def second_page(chromium: Browser, address: str) -> AsyncIterator[Page]:
    """The browser of somebody else."""
    async with desk_of(chromium, address) as opened:
        yield opened
