"""A folder for an embedded PostgreSQL, and a neighbour for the gateway."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.gateway.neighbour import Neighbour


@pytest.fixture
def database_folder() -> Iterator[Path]:
    """PostgreSQL's unprivileged user cannot enter pytest's own folders."""
    path = Path(tempfile.mkdtemp(prefix="wenpan-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    with Neighbour() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
