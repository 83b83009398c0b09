"""Which shares an investor watches, and which they say they hold: two lists, each with a limit.

Adding what is there and taking away what is not change nothing, so a message that is handled twice leaves
what one leaves. To watch takes the consent to `records`, to hold that to `finances`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from conversations.database import Database
from customers import investors
from customers.consents import agreed

WATCHED_LIMIT = 100
HELD_LIMIT = 200

Source = Literal["chat", "list", "csv", "broker"]

_MINE = f"({investors.OF})"
_WATCHED = f"select ref from watched where investor_id = {_MINE} order by added_at, ref"  # noqa: S608 - our own text
_WATCH = """
insert into watched (investor_id, ref, added_at)
select %(investor)s, ref, now() + place * interval '1 microsecond'
from unnest(%(refs)s::text[]) with ordinality as given (ref, place) on conflict do nothing"""
_UNWATCH = """
delete from watched
where investor_id = %(investor)s and (%(refs)s::text[] is null or ref = any(%(refs)s)) returning ref"""
_HELD = f"""
select ref, quantity, cost, source, updated_at from holding where investor_id = {_MINE}
order by updated_at, ref"""  # noqa: S608
_HOLD = """
insert into holding (investor_id, ref, quantity, cost, source, updated_at)
select %(investor)s, ref, quantity, cost, %(source)s, now() + place * interval '1 microsecond'
from unnest(%(refs)s::text[], %(quantities)s::numeric[], %(costs)s::numeric[])
  with ordinality as given (ref, quantity, cost, place)
on conflict (investor_id, ref) do update set
  quantity = excluded.quantity, cost = coalesce(excluded.cost, holding.cost), source = excluded.source,
  updated_at = case when holding.quantity = excluded.quantity then holding.updated_at
                    else excluded.updated_at end"""
_RELEASE = """
delete from holding
where investor_id = %(investor)s and (%(refs)s::text[] is null or ref = any(%(refs)s)) returning ref"""
_RELEASE_OTHERS = "delete from holding where investor_id = %(investor)s and ref <> all(%(refs)s)"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the refs that were to be added: `left` did not fit any more."""

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Shares or units that an investor says they have; `cost` is what one of them cost, in yuan."""

    ref: str
    quantity: Decimal
    cost: Decimal | None = None
    source: Source = "chat"
    updated_at: datetime | None = None


class Watchlist:
    """The list by account. Raises StoreUnavailable."""

    def __init__(self, database: Database, limit: int = WATCHED_LIMIT) -> None:
        self._database = database
        self.limit = limit

    async def of(self, channel: str, user: str) -> list[str]:
        """Refs in the order in which they were added."""
        rows = await self._database.rows(_WATCHED, {"channel": channel, "user": user})
        return [row["ref"] for row in rows]

    async def add(self, channel: str, user: str, refs: Sequence[str]) -> Kept:
        """As many as the list has room for, in their order. Raises ConsentMissing."""
        mine = {"channel": channel, "user": user}
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            await investors.alone(connection, investor)
            rows = await (await connection.execute(_WATCHED, mine)).fetchall()
            kept = _sorted(refs, [row["ref"] for row in rows], self.limit)
            await connection.execute(_WATCH, {"investor": investor, "refs": list(kept.added)})
        return kept

    async def remove(self, channel: str, user: str, refs: Sequence[str]) -> list[str]:
        """Those that were on the list."""
        return await _deleted(self._database, _UNWATCH, channel, user, list(refs))

    async def clear(self, channel: str, user: str) -> int:
        """How many there were."""
        return len(await _deleted(self._database, _UNWATCH, channel, user, None))


class Holdings:
    """The list by account. Raises StoreUnavailable."""

    def __init__(self, database: Database, limit: int = HELD_LIMIT) -> None:
        self._database = database
        self.limit = limit

    async def of(self, channel: str, user: str) -> list[Held]:
        """In the order in which they were told."""
        rows = await self._database.rows(_HELD, {"channel": channel, "user": user})
        return [Held(**row) for row in rows]

    async def put(
        self, channel: str, user: str, held: Sequence[Held], source: Source, *, replace: bool = False
    ) -> Kept:
        """The quantity that is told is the quantity now; a cost that is not told stays. With `replace` the
        list is these and no others, all or nothing. Raises ConsentMissing.
        """
        given = {each.ref: each for each in held}
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "finances")
            await investors.alone(connection, investor)
            mine = {"channel": channel, "user": user}
            rows = await (await connection.execute(_HELD, mine)).fetchall()
            kept = _sorted(list(given), [row["ref"] for row in rows], self.limit, replace=replace)
            if replace:
                await connection.execute(_RELEASE_OTHERS, {"investor": investor, "refs": list(given)})
            written = [given[ref] for ref in given if ref not in kept.left]
            await connection.execute(_HOLD, {"investor": investor, "source": source, **_columns(written)})
        return kept

    async def remove(self, channel: str, user: str, refs: Sequence[str]) -> list[str]:
        """Those that were on the list."""
        return await _deleted(self._database, _RELEASE, channel, user, list(refs))

    async def clear(self, channel: str, user: str) -> int:
        """How many there were."""
        return len(await _deleted(self._database, _RELEASE, channel, user, None))


async def _deleted(
    database: Database, statement: str, channel: str, user: str, refs: list[str] | None
) -> list[str]:
    async with database.transaction() as connection:
        values = {"investor": await investors.held(connection, channel, user), "refs": refs}
        rows = await (await connection.execute(statement, values)).fetchall()
    return [row["ref"] for row in rows]


def _sorted(refs: Sequence[str], there: Sequence[str], limit: int, *, replace: bool = False) -> Kept:
    """Which of `refs` are new, which are `there` already, and which find no room."""
    wanted = tuple(dict.fromkeys(refs))
    known = tuple(ref for ref in wanted if ref in there)
    fresh = tuple(ref for ref in wanted if ref not in there)
    room = max(limit - (len(known) if replace else len(there)), 0)
    return Kept(fresh[:room], known, fresh[room:])


def _columns(held: Sequence[Held]) -> dict[str, list[object]]:
    return {
        "refs": [each.ref for each in held],
        "quantities": [each.quantity for each in held],
        "costs": [each.cost for each in held],
    }
