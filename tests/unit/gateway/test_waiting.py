"""A gateway that is up before its PostgreSQL does not give up: it serves when that is there."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gateway.errors import DatabaseUnreachable
from gateway.migrations import migrate
from gateway.ports import free_port
from gateway.postgres import EmbeddedPostgres
from gateway.waiting import wait_for_database
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.test_serve import start, wait_until_up

NOWHERE = "postgresql://nobody@/nothing?host=%2Fnowhere"


@pytest.fixture
def stopped() -> Iterator[EmbeddedPostgres]:
    """A cluster with the product's tables that does not run."""
    with TemporaryDirectory(prefix="wenpan-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database's unprivileged user must get in
        cluster = EmbeddedPostgres(folder, log=folder / "postgres.log", options={"fsync": "off"})
        migrate(cluster.start())
        cluster.stop()
        yield cluster
        cluster.stop()


def test_a_gateway_started_before_its_database_serves_once_that_is_there(
    stopped: EmbeddedPostgres, neighbour: Neighbour
) -> None:
    port = free_port()
    urls = {"RASA_URL": neighbour.url, "ACTIONS_URL": f"{neighbour.url}/webhook"}
    process = start(DATABASE_URL=stopped.dsn, HOST="127.0.0.1", PORT=str(port), **urls)
    try:
        assert process.stderr
        assert any("waited for" in line for line in process.stderr), "it ended instead of waiting"
        stopped.start()
        wait_until_up(port, process)
    finally:
        process.kill()
        process.communicate()


def test_a_database_that_is_there_is_not_waited_for(postgres_dsn: str) -> None:
    began = time.monotonic()
    wait_for_database(postgres_dsn)
    assert time.monotonic() < began + 5


def test_it_is_said_when_it_does_not_come() -> None:
    with pytest.raises(DatabaseUnreachable, match="Cannot work on the database"):
        wait_for_database(NOWHERE, within=0.3)
