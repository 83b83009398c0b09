"""One whole Wenpan for the session, before recorded upstreams, and one browser; the tests share them."""

import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from xdist.remote import Producer

from tests.e2e.situations import SHARING, BySituation, situation
from tests.e2e.system import System, run_system
from tests.e2e.upstreams import Upstreams, run_upstreams
from tests.fakes.collector import Collector, run_collector

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


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BySituation:
    return BySituation(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "started" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.e2e)
            assert situation(item.nodeid) in SHARING, f"{item.nodeid} would start one more Wenpan"


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
def collector() -> Iterator[Collector]:
    """Takes the traces of the session's product, as an operator's collector would."""
    with run_collector() as running:
        yield running


@pytest.fixture(scope="session")
def started(recorded: Upstreams, collector: Collector) -> Iterator[System]:
    """The product as `make run` starts it, traces on; for tests that leave it as they found it."""
    traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    with run_system({"MARKET_MODE": "live", **recorded.variables, **traced}) as system:
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
