"""One whole Wenpan for the session, before recorded upstreams, and one browser; the tests share them."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.e2e.system import System, run_system
from tests.e2e.upstreams import Upstreams, run_upstreams

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two workers one has whoever needs the session's Wenpan; others stay together by situation."""
    for item in items:
        shares_it = "started" in getattr(item, "fixturenames", ())
        if shares_it:
            item.add_marker(pytest.mark.e2e)
        situation = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else "elsewhere"
        item.add_marker(pytest.mark.xdist_group("wenpan" if shares_it else situation))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium with a new, empty profile, on the event loop of the session."""
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def recorded() -> Iterator[Upstreams]:
    """The recorded upstreams behind a TLS proxy, all of them well."""
    with run_upstreams() as upstreams:
        yield upstreams


@pytest.fixture(scope="session")
def started(recorded: Upstreams) -> Iterator[System]:
    """The product as `make run` starts it; for tests that leave it as they found it."""
    with run_system({"MARKET_MODE": "live", **recorded.variables}) as system:
        yield system


@pytest.fixture
def upstreams(recorded: Upstreams) -> Iterator[Upstreams]:
    """The upstreams for a test that makes them fail; well again afterwards."""
    yield recorded
    recorded.mend()


@pytest.fixture
def system(started: System) -> System:
    """The running product, healthy at the beginning of every test."""
    started.wait_healthy()
    return started
