"""A gateway's worker that stops while it sends briefs, with its third batch, to be killed there.

    python -m tests.unit.notices.doomed_briefs DSN

Says "here" when it has come to that point.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations.database import Database
from notices.jobs import Jobs, Task
from notices.post import Notice
from tests.unit.market.given import Clock
from tests.unit.notices.promises import QUICK
from tests.unit.notices.subscribers import Recording, Sending

CLOSE = "2026-11-27 15:10"
TOLD = "create table told (investor_id bigint, key text, primary key (investor_id, key))"
_TELL = """
insert into told select investor, key from unnest(%(who)s::bigint[], %(keys)s::text[]) t (investor, key)
on conflict do nothing returning key"""


@dataclass
class Lasting(Recording):
    """Keeps what it is handed in the table `told`; after `stops_at` batches it stops."""

    database: Database | None = None
    stops_at: int = 0
    batches: int = 0

    async def send(self, notices: Sequence[Notice]) -> int:
        assert self.database
        values = {"who": [n.investor_id for n in notices], "keys": [n.key for n in notices]}
        told = await self.database.rows(_TELL, values)
        self.batches += 1
        if self.batches == self.stops_at:
            print("here", flush=True)  # noqa: T201 - the test waits for it
            await asyncio.Event().wait()
        return len(told)


def each_second(database: Database, post: Lasting) -> Task:
    """The job of the brief at the close, looking each second, at 15:10."""
    [task] = [t for t in Sending(database, Clock(CLOSE), post).briefs(200).tasks if t.name == "brief_close"]
    return replace(task, times="* * * * * */1")


async def main(dsn: str) -> None:
    async with Database(dsn, connections=2) as database:
        task = each_second(database, Lasting(database=database, stops_at=3))
        async with Jobs(dsn, [task], QUICK):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
