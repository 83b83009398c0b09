"""Appointments: times at which an agent writes to an investor, who may still be served by chance before.

    booked ──▶ begun ──▶ kept          an agent has taken the conversation
       │         └─────▶ missed        nobody could, or the investor had gone
       └──▶ cancelled

A conversation has one that is booked at most. That two book the same time at once is found by the table: one
is told that it is taken. The reminder and what follows are ordinary messages: where the platform lets nobody
write any more (on WeChat 48 hours after the investor's last message) the outbox lets them expire, and the
agent sees so in the transcript.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg.errors import UniqueViolation

from conversations.database import Connection, Database, Row
from desk.errors import NotNow
from desk.routing.choosing import Choice, Waiting, needed
from desk.routing.roster import Roster
from desk.routing.settings import Set, Settings
from desk.routing.slots import Slot, Taken, free_slots

State = Literal["booked", "begun", "kept", "missed", "cancelled"]
LISTED = 500

_FIELDS = "id, conversation_id, agent, skill, topic, starts_at, ends_at, state"
_ASKED = """
select c.handoff->>'skill' as skill, k.last_agent,
  coalesce(k.language, c.handoff -> 'summary' ->> 'language', 'zh') as language,
  coalesce(c.handoff->>'topic', (
    select t.topic from ticket t where t.conversation_id = c.id and t.state <> 'resolved'
    order by t.id desc limit 1)) as topic
from conversation c left join desk_contact k on k.conversation_id = c.id where c.id = %(conversation)s
"""
_TAKEN = """
select agent, starts_at, ends_at from desk_appointment
where state in ('booked', 'begun') and ends_at > now() and conversation_id <> %(but)s
"""
_LOCK = "select pg_advisory_xact_lock(hashtextextended('desk:appointment:' || %(conversation)s::text, 0))"
_BOOKED = f"""
select {_FIELDS} from desk_appointment
where conversation_id = %(conversation)s and state = 'booked' order by starts_at limit 1
"""  # noqa: S608 - our own list of columns
_ONE = f"select {_FIELDS} from desk_appointment where id = %(id)s"  # noqa: S608 - our own list of columns
_INSERT = f"""
insert into desk_appointment (conversation_id, agent, skill, topic, starts_at, ends_at)
values (%(conversation)s, %(agent)s, %(skill)s, %(topic)s, %(starts_at)s, %(ends_at)s)
returning {_FIELDS}
"""  # noqa: S608 - our own list of columns
_CHANGE = f"""
update desk_appointment set
  agent = %(agent)s, starts_at = %(starts_at)s, ends_at = %(ends_at)s, reminded_at = null, changed_at = now()
where id = %(id)s and state = 'booked' returning {_FIELDS}
"""  # noqa: S608 - our own list of columns
_CANCEL = f"""
update desk_appointment set state = 'cancelled', changed_at = now()
where id = %(id)s and state = 'booked' returning {_FIELDS}
"""  # noqa: S608 - our own list of columns
_BETWEEN = f"""
select {_FIELDS} from desk_appointment
where starts_at >= %(since)s and starts_at < %(until)s and (%(agent)s::text is null or agent = %(agent)s)
order by starts_at, id limit %(limit)s
"""  # noqa: S608 - our own list of columns


@dataclass(frozen=True, slots=True)
class Appointment:
    """One, whose `agent` has the slot."""

    id: int
    conversation_id: int
    agent: str
    skill: str | None
    topic: str | None
    starts_at: datetime
    ends_at: datetime
    state: State


class Appointments:
    """Finds times and books them."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._roster = Roster(database)

    async def slots(self, conversation: int) -> list[Slot]:
        """All times at which somebody fit for this conversation is free; who served them last comes first."""
        return await self._slots(conversation, await self._asked(conversation))

    async def book(self, conversation: int, starts_at: datetime, agent: str | None = None) -> Appointment:
        """At that time, with `agent` or whoever is free; an appointment they have already is moved there.
        Raises NotNow("slot_taken") where nobody is free then.
        """
        asked = await self._asked(conversation)
        slots = await self._slots(conversation, asked)
        free = next((slot.agents for slot in slots if slot.starts_at == starts_at), ())
        terms = (await self._settings.read()).appointments
        values = {
            "conversation": conversation,
            "skill": asked["skill"],
            "topic": asked["topic"],
            "starts_at": starts_at,
            "ends_at": starts_at + terms.length,
        }
        async with self._database.transaction() as connection:
            await connection.execute(_LOCK, values)
            before = await (await connection.execute(_BOOKED, values)).fetchone()
            if before and before["starts_at"] == starts_at and agent in (None, before["agent"]):
                return Appointment(**before)
            wanted = before["agent"] if before else None
            for each in _preferring([one for one in free if agent in (None, one)], wanted):
                if row := await _place(connection, before, {**values, "agent": each}):
                    return Appointment(**row)
        raise NotNow("slot_taken")

    async def change(self, id: int, starts_at: datetime, agent: str | None = None) -> Appointment:
        """Move the appointment `id`; raises NotNow("slot_taken"), or NotNow("over") where it is not booked
        any more.
        """
        known = await self.get(id)
        if known is None or known.state != "booked":
            raise NotNow("over")
        return await self.book(known.conversation_id, starts_at, agent)

    async def cancel(self, id: int, conversation: int | None = None) -> Appointment | None:
        """Give the time up; None where it is not booked, or not of `conversation`."""
        known = await self.get(id)
        if known is None or conversation not in (None, known.conversation_id):
            return None
        row = await self._database.row(_CANCEL, {"id": id})
        return Appointment(**row) if row else None

    async def get(self, id: int) -> Appointment | None:
        row = await self._database.row(_ONE, {"id": id})
        return Appointment(**row) if row else None

    async def of(self, conversation: int) -> Appointment | None:
        """What this conversation has booked."""
        row = await self._database.row(_BOOKED, {"conversation": conversation})
        return Appointment(**row) if row else None

    async def between(self, since: datetime, until: datetime, agent: str | None = None) -> list[Appointment]:
        """All of that time, of `agent` or of everybody."""
        values = {"since": since, "until": until, "agent": agent, "limit": LISTED}
        return [Appointment(**row) for row in await self._database.rows(_BETWEEN, values)]

    async def _asked(self, conversation: int) -> Row:
        row = await self._database.row(_ASKED, {"conversation": conversation})
        if row is None:
            raise NotNow("unknown_conversation")
        return row

    async def _slots(self, conversation: int, asked: Row) -> list[Slot]:
        known, now = await self._settings.read(), await self._roster.now()
        agents = await self._fit(asked, known)
        rows = await self._database.rows(_TAKEN, {"but": conversation})
        taken = [Taken(**row) for row in rows]
        slots = free_slots(now, await self._settings.opening(), known.appointments, agents, taken)
        return [Slot(slot.starts_at, _preferring(slot.agents, asked["last_agent"])) for slot in slots]

    async def _fit(self, asked: Row, known: Set) -> list[str]:
        """Who may serve them, there or not: what nobody at all is made for is general work."""
        people = await self._roster.people(known.routing.grace)
        skills = {skill for person in people for skill in person.skills}
        waiting = Waiting(
            conversation=0,
            waited=known.routing.skill_wait,
            skill=needed(asked["skill"], skills),
            language=asked["language"],
        )
        choice = Choice((person.available(0) for person in people if person.capacity), known.routing)
        return [each.agent for each in choice.fit(waiting)]


def _preferring(agents: Sequence[str], last: str | None) -> tuple[str, ...]:
    return tuple(sorted(agents, key=lambda agent: agent != last))


async def _place(connection: Connection, before: Row | None, values: dict[str, Any]) -> Row | None:
    """Into the table; None where somebody has taken the agent's time in this moment."""
    statement, known = (_CHANGE, {"id": before["id"]}) if before else (_INSERT, {})
    try:
        async with connection.transaction():
            return await (await connection.execute(statement, {**values, **known})).fetchone()
    except UniqueViolation:  # the slot is another investor's by now
        return None
