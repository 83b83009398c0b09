"""Whether DATA_KEYS opens what the database holds: asked at every start."""

import psycopg

from conversations.database import Database
from gateway.errors import KeysLost
from sealing.keys import Keys

_HELD = "select id from data_key where retired_at is null order by first_used_at, id"
_USED = """
insert into data_key (id) values (%(id)s) on conflict (id) do update set retired_at = null returning id"""
_RETIRE = """
update data_key set retired_at = now() where id <> %(newest)s and retired_at is null returning id"""


async def admit(dsn: str, keys: Keys) -> None:
    """Write the newest key down. Raises KeysLost where one that values may be sealed with is missing, and
    StoreUnavailable.
    """
    async with Database(dsn, connections=1, wait=False) as database:
        try:
            held = [row["id"] for row in await database.rows(_HELD, {})]
        except psycopg.errors.UndefinedTable:  # it is not migrated yet, and holds nothing sealed
            return
        if lost := [each for each in held if each not in keys.ids]:
            raise KeysLost(lost)
        await database.rows(_USED, {"id": keys.ids[0]})


async def retire(database: Database) -> list[str]:
    """Say that only the newest key still opens anything; which others do so no more."""
    rows = await database.rows(_RETIRE, {"newest": database.keys.ids[0]})
    return [row["id"] for row in rows]
