"""Who works at the desk and who waits, read at one moment of PostgreSQL's."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from conversations.database import Database
from desk.people.caller import MAY
from desk.routing.choosing import Available, Waiting, needed

SERVING = sorted(role for role, may in MAY.items() if "serve" in may)
Standing = Literal["ready", "busy", "away", "gone"]

# Counted when it changes, so that it is known since when; an offer taken ends the row of missed ones.
_COUNT = """
update desk_presence p set
  load = coalesce(l.load, 0),
  turned_at = case when p.load <> coalesce(l.load, 0) then now() else p.turned_at end,
  missed = case when l.accepted > p.missed_at then 0 else p.missed end
from desk_presence q left join (
  select agent, count(*)::int as load, max(moved_at) filter (where owner = 'human') as accepted
  from conversation where owner in ('assigned', 'human', 'wrapup') group by agent
) l on l.agent = q.agent
where q.agent = p.agent
  and (p.load <> coalesce(l.load, 0) or (p.missed > 0 and l.accepted > p.missed_at))
returning p.agent
"""
# Who served an investor last, so that they meet again.
_REMEMBER = """
insert into desk_contact as k (conversation_id, last_agent, language)
select c.id, c.agent, c.handoff -> 'summary' ->> 'language'
from conversation c join desk_agent a on a.id = c.agent
left join desk_contact k on k.conversation_id = c.id
where c.owner = 'human' and k.last_agent is distinct from c.agent
on conflict (conversation_id) do update set
  last_agent = excluded.last_agent, language = coalesce(k.language, excluded.language)
returning conversation_id
"""
_PEOPLE = """
select a.id as agent, a.name, a.number, a.role, a.skills, a.licences, a.languages, a.capacity,
  coalesce(l.load, 0) as load, p.since,
  case when p.seen_at > now() - %(grace)s then p.state else 'gone' end as standing,
  coalesce(extract(epoch from now() - p.turned_at), 0)::float as idle
from desk_agent a left join desk_presence p on p.agent = a.id
left join (
  select agent, count(*)::int as load from conversation
  where owner in ('assigned', 'human', 'wrapup') group by agent
) l on l.agent = a.id
where a.active and a.role = any(%(roles)s) order by a.id
"""
# What came back was left by who had it before this step; who talked with an agent waits since then.
_QUEUE = """
select c.id as conversation, c.epoch, coalesce(c.segment, c.epoch) as segment, c.priority, c.requeued,
  extract(epoch from now() - c.queued_at)::float as waited, c.handoff->>'skill' as skill,
  coalesce(k.language, c.handoff -> 'summary' ->> 'language', 'zh') as language,
  coalesce(k.vip, false) as vip, k.last_agent, before.agent as left_by,
  extract(epoch from now() - coalesce(before.talked_at, c.queued_at))::float as alone
from conversation c left join desk_contact k on k.conversation_id = c.id
left join lateral (
  select max(t.agent) filter (where t.epoch = c.epoch - 1) as agent,
    max(t.at) filter (where t.from_owner in ('human', 'wrapup')) as talked_at
  from transition t where t.conversation_id = c.id and t.epoch >= c.segment
) before on c.requeued
where c.owner = 'queued' and c.channel <> all(%(elsewhere)s)
"""
_NOW = "select now() as now"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who serves; `standing` is "gone" without an open desk."""

    agent: str
    name: str
    number: str
    role: str
    skills: list[str]
    licences: list[str]
    languages: list[str]
    capacity: int
    load: int
    since: datetime | None
    standing: Standing
    idle: float

    @property
    def is_there(self) -> bool:
        return self.standing in ("ready", "busy")

    def available(self, allowance: int) -> Available:
        """As they are chosen among; who is busy has no room, nor has who takes none at all."""
        most = self.capacity + allowance if self.capacity else 0
        return Available(
            agent=self.agent,
            room=max(most - self.load, 0) if self.standing == "ready" else 0,
            load=self.load,
            skills=frozenset(self.skills),
            licences=frozenset(self.licences),
            languages=frozenset(self.languages),
            idle=self.idle,
        )


@dataclass(frozen=True, slots=True)
class Queued:
    """A conversation in the queue as it stands in the table; for `alone` seconds nobody has talked with the
    investor, while the wait clock runs on from the wish.
    """

    waiting: Waiting
    epoch: int
    segment: int
    alone: float


class Roster:
    """Reads both; `elsewhere` are channels whose platform has a desk of its own."""

    def __init__(self, database: Database, elsewhere: Set[str] = frozenset()) -> None:
        self._database = database
        self._elsewhere = sorted(elsewhere)

    async def now(self) -> datetime:
        """PostgreSQL's time."""
        row = await self._database.row(_NOW, {})
        moment: datetime = (row or {})["now"]
        return moment

    async def count(self) -> None:
        """Write down who has how many, and who served whom."""
        await self._database.rows(_COUNT, {})
        await self._database.rows(_REMEMBER, {})

    async def people(self, grace: float) -> list[Person]:
        """Everybody who may serve."""
        values = {"grace": timedelta(seconds=grace), "roles": SERVING}
        rows = await self._database.rows(_PEOPLE, values)
        return [Person(**row) for row in rows]

    async def queue(self, people: Sequence[Person]) -> list[Queued]:
        """Everybody who waits, whatever for: a skill that none of `people` has is general work."""
        known = {skill for person in people for skill in person.skills}
        rows = await self._database.rows(_QUEUE, {"elsewhere": self._elsewhere})
        return [_queued(row, known) for row in rows]


def _queued(row: dict[str, Any], known: Set[str]) -> Queued:
    epoch, segment, skill, alone = (row.pop(name) for name in ("epoch", "segment", "skill", "alone"))
    return Queued(Waiting(skill=needed(skill, known), **row), epoch, segment, alone)
