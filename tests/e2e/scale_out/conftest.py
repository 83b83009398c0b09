"""One fleet for all tests of this folder, before recorded upstreams."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from gateway.postgres import EmbeddedPostgres
from tests.e2e.scale_out.fleet import Fleet, run_fleet
from tests.e2e.system import new_checkout
from tests.e2e.upstreams import Upstreams

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def fleet(postgres: EmbeddedPostgres, postgres_dsn: str, recorded: Upstreams) -> AsyncIterator[Fleet]:
    name = f"fleet_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    variables = {"MARKET_MODE": "live", **recorded.variables}
    with new_checkout() as folder:
        async with run_fleet(folder, postgres.dsn_of(name), variables) as running:
            yield running
