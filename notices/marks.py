"""When watchers last did their work: which shares are next, and from when on they have to catch up."""

from collections.abc import Sequence
from datetime import datetime

from conversations.database import Database

_SET = """
insert into watch_mark (watcher, key, at) select %(watcher)s, key, %(at)s from unnest(%(keys)s::text[]) as key
on conflict (watcher, key) do update set at = greatest(watch_mark.at, excluded.at)"""
_CLEAR = "delete from watch_mark where watcher = %(watcher)s and key = %(key)s returning 1"
_LAST = "select at from watch_mark where watcher = %(watcher)s and key = %(key)s"
_LASTS = "select key, at from watch_mark where watcher = %(watcher)s and key = any(%(keys)s)"
_NEXT = """
select ref from unnest(%(refs)s::text[]) as ref
left join watch_mark m on m.watcher = %(watcher)s and m.key = ref
where m.at is null or m.at < %(before)s
order by m.at nulls first, ref limit %(limit)s"""
_ALL = "select watcher, at from watch_mark where key = ''"


class Marks:
    """Marks over the database; the work itself is known by the empty key. Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set(self, watcher: str, at: datetime, keys: Sequence[str] = ("",)) -> None:
        """Done for these keys, at least until `at`."""
        await self._database.rows(_SET + " returning 1", {"watcher": watcher, "at": at, "keys": list(keys)})

    async def clear(self, watcher: str, key: str) -> None:
        await self._database.rows(_CLEAR, {"watcher": watcher, "key": key})

    async def last(self, watcher: str, key: str = "") -> datetime | None:
        row = await self._database.row(_LAST, {"watcher": watcher, "key": key})
        return row["at"] if row else None

    async def lasts(self, watcher: str, keys: Sequence[str]) -> dict[str, datetime]:
        """Of these keys those that have a mark, with its time."""
        rows = await self._database.rows(_LASTS, {"watcher": watcher, "keys": list(keys)})
        return {row["key"]: row["at"] for row in rows}

    async def next(self, watcher: str, refs: Sequence[str], before: datetime, limit: int) -> list[str]:
        """Of `refs` those not done since `before`, the longest waiting first."""
        values = {"watcher": watcher, "refs": list(refs), "before": before, "limit": limit}
        return [row["ref"] for row in await self._database.rows(_NEXT, values)]

    async def all(self) -> dict[str, datetime]:
        """By watcher, when it last did all of its work."""
        return {row["watcher"]: row["at"] for row in await self._database.rows(_ALL, {})}
