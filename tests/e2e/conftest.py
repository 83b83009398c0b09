"""One whole Wenpan for the session, before recorded upstreams; the tests of a situation share it."""

from collections.abc import Iterator

import pytest

from tests.e2e.system import System, run_system
from tests.e2e.upstreams import Upstreams, run_upstreams


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "started" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.e2e)


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
