"""The database's step of a roll-out, before any gateway of the new version starts.

    python -m gateway.migrations          bring DATABASE_URL's tables and articles up to this version
    python -m gateway.migrations wait     return once somebody else has

Both need DATABASE_URL alone, and a connection that leads to PostgreSQL itself (docs/scaling.md).
"""

import os
import sys
from collections.abc import Sequence

from gateway.articles import load_files, sentences
from gateway.commands import complain, tell
from gateway.errors import DatabaseMissing, DatabaseNewer, GatewayError
from gateway.migrations import migrate, wait_until_current
from gateway.reader import Reader
from gateway.settings import CHECKOUT, with_file

USAGE = "usage: python -m gateway.migrations [wait]"


def main(arguments: Sequence[str]) -> int:
    """0 when the database can be worked on, 1 with one sentence when it cannot."""
    if list(arguments) not in ([], ["wait"]):
        return complain(USAGE, 2)
    try:
        dsn = _dsn()
        _wait(dsn) if arguments else _bring_up(dsn)
    except DatabaseNewer as newer:  # the version before goes on with the tables of the one after
        tell(str(newer))
    except GatewayError as error:
        return complain(str(error))
    return 0


def _bring_up(dsn: str) -> None:
    migrate(dsn)
    tell("The tables are those of this version.")
    for sentence in sentences(load_files(dsn)):
        tell(sentence)


def _wait(dsn: str) -> None:
    if wait_until_current(dsn) == "newer":
        tell("The tables are those of a later version.")


def _dsn() -> str:
    """What DATABASE_URL says; no other setting is read, so no other secret has to be at hand."""
    reader = Reader(with_file(CHECKOUT / ".env", os.environ), lambda name: name, CHECKOUT)
    dsn = reader.database("DATABASE_URL")
    reader.require_sound()
    if dsn is None:
        raise DatabaseMissing("A step of its own for the database")
    return dsn


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
