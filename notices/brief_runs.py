"""How far the briefs of a day have come: one works on them, and whoever follows goes on from there."""

from dataclasses import dataclass
from datetime import date

from conversations.database import Database

LEASE = 240.0  # seconds that one who works on it is waited for; renewed with each batch

_TAKE = """
insert into brief_run as r (kind, day, leased_until)
values (%(kind)s, %(day)s, now() + %(lease)s * interval '1 second')
on conflict (kind, day) do update set leased_until = excluded.leased_until
where r.ended_at is null and (r.leased_until < now() or %(orphaned)s)
returning after"""
_ADVANCE = """
update brief_run set after = greatest(after, %(after)s), told = told + %(told)s,
  leased_until = now() + %(lease)s * interval '1 second'
where kind = %(kind)s and day = %(day)s and ended_at is null"""
_LEAVE = "update brief_run set leased_until = now() where kind = %(kind)s and day = %(day)s"
_END = """
insert into brief_run as r (kind, day, leased_until, ended_at, outcome)
values (%(kind)s, %(day)s, now(), now(), %(outcome)s)
on conflict (kind, day) do update set ended_at = now(), outcome = excluded.outcome
where r.ended_at is null
returning told"""


@dataclass(frozen=True, slots=True)
class Run:
    """The briefs of a kind and a day."""

    kind: str
    day: date


class BriefRuns:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database, lease: float = LEASE) -> None:
        self._database = database
        self._lease = lease

    async def take(self, run: Run, *, orphaned: bool) -> int | None:
        """The investor after whom to go on; None where it has ended or somebody works on it. `orphaned`: who
        worked on it is dead.
        """
        row = await self._database.row(_TAKE, self._values(run) | {"orphaned": orphaned})
        return None if row is None else int(row["after"])

    async def advance(self, run: Run, after: int, told: int) -> None:
        """Everybody up to `after` has theirs, `told` of them by this batch."""
        async with self._database.transaction() as connection:
            await connection.execute(_ADVANCE, self._values(run) | {"after": after, "told": told})

    async def leave(self, run: Run) -> None:
        """Nobody works on it now."""
        async with self._database.transaction() as connection:
            await connection.execute(_LEAVE, self._values(run))

    async def end(self, run: Run, outcome: str) -> int | None:
        """It is over; how many were told in all. None where it was over before."""
        row = await self._database.row(_END, self._values(run) | {"outcome": outcome})
        return None if row is None else int(row["told"])

    def _values(self, run: Run) -> dict[str, object]:
        return {"kind": run.kind, "day": run.day, "lease": self._lease}
