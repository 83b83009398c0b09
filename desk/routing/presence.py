"""Who is there: what agents say of themselves, and the signs of their open desks. Ages are PostgreSQL's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from conversations.database import Database

State = Literal["ready", "busy", "away"]
SIGN_EVERY = 10.0  # seconds between two signs of an open desk
FORGOTTEN = timedelta(minutes=10)  # without a sign, after which who comes back must say that they are ready

_SIGN = """
insert into desk_presence as p (agent, state) values (%(agent)s, coalesce(%(state)s, 'away'))
on conflict (agent) do update set
  state = case when %(state)s::text is not null then %(state)s
               when p.seen_at < now() - %(forgotten)s then 'away' else p.state end,
  since = case when p.state is distinct from %(state)s and %(state)s::text is not null
                 or p.state <> 'away' and %(state)s::text is null and p.seen_at < now() - %(forgotten)s
               then now() else p.since end,
  missed = case when %(state)s = 'ready' then 0 else p.missed end,
  seen_at = now()
returning state
"""
# Somebody else sets it: that is no sign of an open desk.
_SET = """
insert into desk_presence as p (agent, state, seen_at)
select id, %(state)s, '-infinity' from desk_agent where id = %(agent)s and active
on conflict (agent) do update set
  state = excluded.state, since = case when p.state = excluded.state then p.since else now() end,
  missed = case when excluded.state = 'ready' then 0 else p.missed end
returning agent
"""
_THERE = """
select agent, state, since, extract(epoch from now() - seen_at)::float as age
from desk_presence where seen_at > now() - %(grace)s order by agent
"""
_MISSED = """
update desk_presence set
  missed = missed + 1, missed_at = now(),
  since = case when missed + 1 >= %(limit)s and state <> 'away' then now() else since end,
  state = case when missed + 1 >= %(limit)s then 'away' else state end
where agent = %(agent)s
returning state
"""
_GONE = "update desk_presence set seen_at = '-infinity' where agent = %(agent)s returning agent"


@dataclass(frozen=True, slots=True)
class Present:
    """An agent with an open desk; `age` is how many seconds ago it gave its last sign."""

    agent: str
    state: State
    since: datetime
    age: float


class Presences:
    """Writes and reads it, for all gateways."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sign(self, agent: str, state: State | None = None) -> State:
        """The desk of `agent` is open, and they have said `state` or nothing new; what they are now. Given
        every SIGN_EVERY seconds.
        """
        values = {"agent": agent, "state": state, "forgotten": FORGOTTEN}
        row = await self._database.row(_SIGN, values)
        kept: State = (row or {"state": "away"})["state"]
        return kept

    async def set(self, agent: str, state: State) -> bool:
        """A supervisor says it; False where there is no such agent."""
        return await self._database.row(_SET, {"agent": agent, "state": state}) is not None

    async def gone(self, agent: str) -> None:
        """They have signed out: nobody need wait for another sign."""
        await self._database.row(_GONE, {"agent": agent})

    async def missed(self, agent: str, limit: int) -> bool:
        """They did not take an offer; whether they are away now, as after `limit` in a row."""
        row = await self._database.row(_MISSED, {"agent": agent, "limit": limit})
        return bool(row and row["state"] == "away")

    async def there(self, grace: float) -> Sequence[Present]:
        """Whose desk has given a sign within `grace` seconds."""
        rows = await self._database.rows(_THERE, {"grace": timedelta(seconds=grace)})
        return [Present(**row) for row in rows]
