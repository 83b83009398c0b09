"""Guessing is slow: tries are counted, and pauses grow between them.

They are counted under a name from one address, so that who guesses from elsewhere keeps nobody out; under
the name from everywhere, for who guesses from many places; under the address, for who guesses many names.
Where somebody was right within the last weeks, the tries from elsewhere do not count against them.
A try is counted before it is looked at, so that a hundred at once are a hundred; one that was right is taken
back. Nobody is locked out for good, and a name that nobody has is counted as any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from conversations.database import Connection, Database
from desk.errors import TooManyTries
from desk.people.vault import Vault

FIRST_PAUSE = 30  # seconds
LONGEST_PAUSE = 900

_LOCK = "select pg_advisory_xact_lock(hashtext(%(counted)s))"  # released at the end of the try

_BEFORE = """
select count(*) as tries, coalesce(extract(epoch from clock_timestamp() - max(at)), 0)::float as ago
from desk_attempt where counted = %(counted)s and at > now() - make_interval(secs => %(within)s)"""

_COUNT = """
insert into desk_attempt (counted, at) values (%(counted)s, clock_timestamp()) returning id"""

_FORGIVE = """
with forgiven as (
    delete from desk_attempt
    where id = any(%(ids)s) or counted = any(%(names)s) or counted = %(known)s)
insert into desk_attempt (counted, at) values (%(known)s, clock_timestamp()) returning id"""

_KNOWN = """
select from desk_attempt where counted = %(known)s and at > now() - interval '30 days' limit 1"""

_CLEAR = """
delete from desk_attempt where id in (
    select id from desk_attempt
    where at < now() - interval '1 day' and (left(counted, 6) <> 'known:' or at < now() - interval '30 days')
    order by id limit 100)"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries are free `within` seconds; a pause follows each further one."""

    free: int
    within: float


OF_NAME_THERE = Limit(5, 24 * 3600)
OF_NAME = Limit(20, 24 * 3600)
OF_ADDRESS = Limit(20, 3600)  # a whole office may share one


@dataclass(frozen=True, slots=True)
class Try:
    """One that was counted; `known` is what stands for a name where it was right."""

    known: str
    names: Sequence[str]
    ids: Sequence[int]


class Attempts:
    """All gateways' count. Raises StoreUnavailable."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def admit(self, step: str, name: str, address: str) -> Try:
        """Count a try at `step`; raises TooManyTries, uncounted, while a pause lasts."""
        mark = self._vault.mark
        names = mark(step, name, address), mark(step, name)
        known = f"known:{names[0]}"
        counted = {names[0]: OF_NAME_THERE, names[1]: OF_NAME, mark("address", address): OF_ADDRESS}
        async with self._database.transaction() as connection:
            for key in sorted(counted):  # in one order, so that two tries do not wait for each other
                await connection.execute(_LOCK, {"counted": key})
            waits = {key: await _wait(connection, key, limit) for key, limit in counted.items()}
            if waits[names[1]] and await _is_known(connection, known):
                waits[names[1]] = 0
            if any(waits.values()):
                raise TooManyTries(max(waits.values()))
            ids = [await _count(connection, key) for key in counted]
            await connection.execute(_CLEAR)
        return Try(known, names, ids)

    async def forgive(self, tried: Try) -> None:
        """It was right: nothing is held against the name any more, nor this against the address."""
        values = {"ids": list(tried.ids), "names": list(tried.names), "known": tried.known}
        await self._database.rows(_FORGIVE, values)


def pause_after(tries: int, free: int) -> int:
    """Seconds to wait after so many tries. Pure."""
    if tries < free:
        return 0
    return int(min(FIRST_PAUSE * 2 ** min(tries - free, 10), LONGEST_PAUSE))


async def _wait(connection: Connection, counted: str, limit: Limit) -> int:
    """Seconds until the next try counts; 0 where it does now."""
    cursor = await connection.execute(_BEFORE, {"counted": counted, "within": limit.within})
    (row,) = await cursor.fetchall()
    left: float = pause_after(row["tries"], limit.free) - row["ago"]
    return max(0, ceil(left))


async def _is_known(connection: Connection, known: str) -> bool:
    """Whether somebody was right there before."""
    return bool(await (await connection.execute(_KNOWN, {"known": known})).fetchall())


async def _count(connection: Connection, counted: str) -> int:
    (row,) = await (await connection.execute(_COUNT, {"counted": counted})).fetchall()
    return int(row["id"])
