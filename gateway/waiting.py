"""A gateway that starts before its PostgreSQL waits for it: each early death would put off its next start."""

import logging
import time

import psycopg

from gateway.errors import DatabaseUnreachable

WITHIN = 60.0  # seconds; a server that replays its log takes longer than a pool's patience
EVERY = 0.2
CONNECT = 5  # seconds for one try
log = logging.getLogger(__name__)


def wait_for_database(database_url: str, within: float = WITHIN) -> None:
    """Until a connection works; raises DatabaseUnreachable when none has after `within` seconds."""
    end, told = time.monotonic() + within, False
    while True:
        try:
            psycopg.connect(database_url, connect_timeout=CONNECT).close()
        except psycopg.OperationalError as exc:  # not there, starting, or replaying its log after a crash
            if time.monotonic() > end:
                raise DatabaseUnreachable(str(exc)) from exc
            if not told:
                log.warning("PostgreSQL is not there yet and is waited for")
            told = True
            time.sleep(EVERY)
        else:
            return
