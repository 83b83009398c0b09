"""Fixtures of the market room's tests. The name tests beside them also run on the bot's Python, which
has neither pandas nor httpx, so imports wait until a fixture is asked for."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from market.session import Session
    from tests.fakes.upstreams import Upstreams


@pytest.fixture(scope="session")
def session() -> "Session":
    from market.session import Session
    from market.sources.calendar import load_trading_days

    return Session(load_trading_days())


@pytest.fixture
async def upstreams(monkeypatch: pytest.MonkeyPatch) -> "AsyncIterator[Upstreams]":
    """The stand-ins for the sources, and the environment of an operator behind a proxy."""
    from tests.fakes.upstreams import Upstreams

    async with Upstreams() as upstreams:
        for name, value in upstreams.environment.items():
            monkeypatch.setenv(name, value)
        yield upstreams


@pytest.fixture(scope="session")
def recorded() -> Path:
    return Path(__file__).parents[2] / "fakes" / "upstreams" / "recorded"
