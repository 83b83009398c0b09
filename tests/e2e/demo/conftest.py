"""The product without any upstream: dated real rows, and each answer says so."""

from collections.abc import Iterator

import pytest

from tests.e2e.system import System, run_system


@pytest.fixture(scope="module")
def demo() -> Iterator[System]:
    with run_system({"MARKET_MODE": "demo"}) as system:
        yield system
