"""Which shares an investor watches, and which they say they hold: two lists, each with a limit.

Adding what is there and taking away what is not change nothing, so a message that is handled twice leaves
what one leaves. To watch takes the consent to `records`, to hold that to `finances`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from conversations.database import Database, Row
from customers import investors
from customers.consents import agreed
from customers.sealed import HOLDING

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
select investor_id, ref, quantity, cost, sealed, source, updated_at from holding where investor_id = {_MINE}
order by updated_at, ref"""  # noqa: S608
_HOLD = """
insert into holding (investor_id, ref, sealed, source, updated_at)
select %(investor)s, ref, sealed, %(source)s, now() + place * interval '1 microsecond'
from unnest(%(refs)s::text[], %(sealed)s::bytea[]) with ordinality as given (ref, sealed, place)
on conflict (investor_id, ref) do update set
  sealed = excluded.sealed, quantity = null, cost = null, source = excluded.source,
  updated_at = case when holding.ref = any(%(same)s) then holding.updated_at else excluded.updated_at end"""
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
        return [self._held(row) for row in rows]

    async def put(
        self, channel: str, user: str, held: Sequence[Held], source: Source, *, replace: bool = False
    ) -> Kept:
        """The quantity that is told is the quantity now; a cost that is not told stays. With `replace` the
        list is these and no others, all or nothing. Raises ConsentMissing, and ValueError where nothing is
        held.
        """
        given = {each.ref: each for each in held}
        if any(each.quantity <= 0 for each in held):
            raise ValueError("nothing is held of a share")
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "finances")
            await investors.alone(connection, investor)
            mine = {"channel": channel, "user": user}
            rows = await (await connection.execute(_HELD, mine)).fetchall()
            there = {row["ref"]: self._held(row) for row in rows}
            kept = _sorted(list(given), list(there), self.limit, replace=replace)
            if replace:
                await connection.execute(_RELEASE_OTHERS, {"investor": investor, "refs": list(given)})
            written = [_over(given[ref], there.get(ref)) for ref in given if ref not in kept.left]
            same = [each.ref for each in written if _is_same(each, there.get(each.ref))]
            values = {"investor": investor, "source": source, "same": same}
            await connection.execute(_HOLD, {**values, **self._columns(investor, written)})
        return kept

    async def remove(self, channel: str, user: str, refs: Sequence[str]) -> list[str]:
        """Those that were on the list."""
        return await _deleted(self._database, _RELEASE, channel, user, list(refs))

    async def clear(self, channel: str, user: str) -> int:
        """How many there were."""
        return len(await _deleted(self._database, _RELEASE, channel, user, None))

    def _held(self, row: Row) -> Held:
        return Held(**HOLDING.open(self._database.keys, row, "investor_id"))

    def _columns(self, investor: int, held: Sequence[Held]) -> dict[str, list[object]]:
        return {
            "refs": [each.ref for each in held],
            "sealed": [
                HOLDING.seal(self._database.keys, {**asdict(each), "investor_id": investor}) for each in held
            ],
        }


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


def _over(told: Held, known: Held | None) -> Held:
    """What is told now; a cost that is not told stays."""
    return replace(told, cost=known.cost) if told.cost is None and known else told


def _is_same(told: Held, known: Held | None) -> bool:
    """Whether as much of it was held before."""
    return known is not None and known.quantity == told.quantity
