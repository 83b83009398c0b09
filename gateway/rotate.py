"""`make rotate-keys`: seals all personal fields and received files with the newest key of DATA_KEYS.

It may run while the system does, be stopped at any time and be begun again; each night does the same.
"""

import asyncio
import sys

from channels.files import Files
from conversations.database import Database
from conversations.errors import StoreUnavailable
from gateway.commands import complain, tell
from gateway.data_keys import admit
from gateway.errors import GatewayError
from gateway.resealing import Resealing, Walked
from gateway.running import database_in_use
from gateway.settings import Settings, read_settings


def main() -> int:
    """0 when all is sealed with the newest key; else 1 and what is not."""
    try:
        settings = read_settings()
        walked = asyncio.run(rotated(settings, database_in_use(settings)))
    except GatewayError as error:
        return complain(str(error))
    except StoreUnavailable:
        return complain("The database cannot be reached; begin again, and it goes on where it was.")
    tell("\n".join(sentences(walked, settings.keys.ids[0])))
    return 1 if any(walked.broken.values()) else 0


async def rotated(settings: Settings, dsn: str) -> Walked:
    """Everything sealed anew. Raises KeysLost and StoreUnavailable."""
    await admit(dsn, settings.keys)
    async with Database(dsn, connections=2, keys=settings.keys) as database:
        return await Resealing(database, Files(settings.received_dir, keys=settings.keys)).once()


def sentences(walked: Walked, newest: str) -> list[str]:
    """What an operator is told. Pure."""
    said = [f"{name}: {count} sealed with the key {newest}" for name, count in walked.sealed.items()]
    said += [
        f"{name}: {count} do not open and stay as they are; the log says why"
        for name, count in walked.broken.items()
        if count
    ]
    said += [f"{name}: takes nothing in plain any more" for name in walked.closed]
    if walked.retired:
        said.append(
            f"Once every process runs with {newest} as its first key, {', '.join(walked.retired)} may leave "
            "DATA_KEYS; backups of before still need them."
        )
    return said


if __name__ == "__main__":
    sys.exit(main())
