"""A folder for an embedded PostgreSQL, whose unprivileged user cannot enter pytest's own folders."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def database_folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="wenpan-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)
