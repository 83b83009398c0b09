"""The database that a `make run` on this machine uses, for commands that look into it from outside."""

import psycopg

from gateway import postgres_home, processes
from gateway.errors import NothingRuns
from gateway.postgres import EmbeddedPostgres
from gateway.settings import CHECKOUT, Settings


def database_in_use(settings: Settings) -> str:
    """Its address: DATABASE_URL, else the embedded PostgreSQL while it runs. Raises NothingRuns."""
    if settings.database_url:
        return settings.database_url
    folder = postgres_home.default_folder(CHECKOUT, postgres_home.account())
    dsn = EmbeddedPostgres(folder, log=processes.LOGS / "postgres.log").dsn
    try:
        psycopg.connect(dsn, connect_timeout=5).close()
    except psycopg.OperationalError as exc:  # no server at that socket
        raise NothingRuns from exc
    return dsn
