"""The database that a `make run` on this machine uses, for commands that look into it from outside."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from gateway import postgres_home, processes
from gateway.errors import NothingRuns
from gateway.migrations import migrate
from gateway.postgres import EmbeddedPostgres
from gateway.settings import CHECKOUT, Settings


def embedded_postgres() -> EmbeddedPostgres:
    """The PostgreSQL of this checkout."""
    folder = postgres_home.default_folder(CHECKOUT, postgres_home.account())
    return EmbeddedPostgres(folder, log=processes.LOGS / "postgres.log")


def database_in_use(settings: Settings) -> str:
    """Its address: DATABASE_URL, else the embedded PostgreSQL while it runs. Raises NothingRuns."""
    if settings.database_url:
        return settings.database_url
    dsn = embedded_postgres().dsn
    try:
        psycopg.connect(dsn, connect_timeout=5).close()
    except psycopg.OperationalError as exc:  # no server at that socket
        raise NothingRuns from exc
    return dsn


@contextmanager
def database_at_hand(settings: Settings) -> Iterator[str]:
    """The database in use; where nothing runs here, an empty one for the time of a command."""
    try:
        dsn = database_in_use(settings)
    except NothingRuns:  # then there is nothing to share either
        with empty_database() as dsn:
            yield dsn
    else:
        yield dsn


@contextmanager
def empty_database() -> Iterator[str]:
    """One with all tables and no rows, gone when left."""
    with tempfile.TemporaryDirectory(prefix="wenpan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL's unprivileged user must get through
        log = folder / "postgres.log"
        with EmbeddedPostgres(folder, log=log, options={"fsync": "off"}) as postgres:
            migrate(postgres.dsn)
            yield postgres.dsn
