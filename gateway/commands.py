"""What an operator's commands have in common: what they print, and little patience with the database."""

import logging
import sys

from conversations.database import Database
from sealing.keys import NO_KEYS, Keys

PATIENCE = 3.0  # seconds for the database


def tell(sentence: str) -> None:
    """Say something to the person who started us, or to the log of a job."""
    print(sentence, flush=True)  # noqa: T201


def complain(sentence: str, status: int = 1) -> int:
    """Say why it was not done; gives back the exit status."""
    print(sentence, file=sys.stderr)  # noqa: T201
    return status


def at_once(dsn: str, connections: int = 1, keys: Keys = NO_KEYS) -> Database:
    """The database of a command; where none answers one sentence will do, so its pool says nothing."""
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    return Database(dsn, connections=connections, patience=PATIENCE, keys=keys)
