"""Appointments whose time comes: the reminder, the beginning, and what became of them.

At its time the conversation goes to the agent whose slot it is, else to somebody else with the skill who is
there; never while an agent is talking with the investor, whose appointment is kept by that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations import Conversations
from conversations.errors import TransitionError
from conversations.messages import Owner
from conversations.owners import REOPEN, Step, assign, request_handoff
from desk.routing.alerts import Alerts
from desk.routing.appointments import Appointment
from desk.routing.choosing import Waiting, choose, needed
from desk.routing.roster import Person, Roster
from desk.routing.settings import Set
from desk.routing.terms import AppointmentTerms
from desk.routing.words import load_words, told

REASON = "appointment"
AT_ONCE = 100
_OWN = Appointment.__slots__

_FIELDS = "a.id, a.conversation_id, a.agent, a.skill, a.topic, a.starts_at, a.ends_at, a.state"
_REMIND = f"""
select {_FIELDS}, c.epoch from desk_appointment a join conversation c on c.id = a.conversation_id
where a.state = 'booked' and a.reminded_at is null and a.starts_at > now()
  and a.starts_at <= now() + %(remind)s order by a.id limit %(limit)s
"""  # noqa: S608 - our own list of columns
_REMINDED = "update desk_appointment set reminded_at = now() where id = %(id)s returning id"
_DUE = f"""
select {_FIELDS}, c.owner, c.epoch, a.starts_at < now() - %(late)s as late,
  coalesce(k.language, c.handoff -> 'summary' ->> 'language', 'zh') as language,
  array(select b.agent from desk_appointment b
        where b.starts_at = a.starts_at and b.state in ('booked', 'begun') and b.id <> a.id) as engaged
from desk_appointment a join conversation c on c.id = a.conversation_id
left join desk_contact k on k.conversation_id = c.id
where a.state = 'booked' and a.starts_at <= now() order by a.starts_at, a.id limit %(limit)s
"""  # noqa: S608 - our own list of columns
_SETTLE = """
update desk_appointment set state = %(state)s, agent = %(agent)s, changed_at = now()
where id = %(id)s and state = 'booked' returning id
"""
_OVER = """
update desk_appointment a set
  state = case when c.owner in ('human', 'wrapup') then 'kept' else 'missed' end, changed_at = now()
from conversation c
where c.id = a.conversation_id and a.state = 'begun' and c.owner not in ('queued', 'assigned')
returning a.id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """An appointment whose time has come, how its conversation stands, and who has another one then."""

    appointment: Appointment
    owner: Owner
    epoch: int
    late: bool
    language: str
    engaged: list[str]


class Diary:
    """One gateway's share of it, in the rounds of the router."""

    def __init__(self, conversations: Conversations, alerts: Alerts) -> None:
        self._conversations = conversations
        self._database = conversations.database
        self._alerts = alerts
        self._words = load_words()
        self._roster = Roster(conversations.database)

    async def round(self, known: Set) -> None:
        """Remind, begin, and write down how it went."""
        terms = known.appointments
        await self._remind(terms)
        for due in await self._due(terms):
            await self._attend(due, known)
        await self._database.rows(_OVER, {})

    async def _remind(self, terms: AppointmentTerms) -> None:
        for row in await self._database.rows(_REMIND, {"remind": terms.remind, "limit": AT_ONCE}):
            epoch = row.pop("epoch")
            due = Appointment(**row)
            reply = self._words.say("reminder", at=told(due.starts_at), number=due.id)
            await self._conversations.tell(due.conversation_id, reply)
            await self._alerts.raise_(due.conversation_id, epoch, REASON, due.agent)
            await self._database.rows(_REMINDED, {"id": due.id})

    async def _due(self, terms: AppointmentTerms) -> list[Due]:
        rows = await self._database.rows(_DUE, {"late": terms.late, "limit": AT_ONCE})
        return [Due(Appointment(**{name: row.pop(name) for name in _OWN}), **row) for row in rows]

    async def _attend(self, due: Due, known: Set) -> None:
        if due.owner in ("human", "wrapup"):
            await self._settle(due, "kept", due.appointment.agent)
        elif due.owner != "assigned":  # else somebody is about to take it
            if agent := _who(due, await self._roster.people(known.routing.grace), known):
                await self._begin(due, agent)
            elif due.late:
                await self._miss(due)

    async def _begin(self, due: Due, agent: str) -> None:
        epoch = due.epoch
        try:
            for step in _steps(due, agent):
                moved = await self._conversations.move(
                    due.appointment.conversation_id, replace(step, epoch=epoch)
                )
                epoch = moved.epoch
        except TransitionError:  # somebody moved it in this moment; the next round sees where it is
            return
        await self._settle(due, "begun", agent)

    async def _miss(self, due: Due) -> None:
        if await self._settle(due, "missed", due.appointment.agent):
            reply = self._words.say("slots_missed", at=told(due.appointment.starts_at))
            await self._conversations.tell(due.appointment.conversation_id, reply)

    async def _settle(self, due: Due, state: str, agent: str) -> bool:
        values = {"id": due.appointment.id, "state": state, "agent": agent}
        return await self._database.row(_SETTLE, values) is not None


def _who(due: Due, people: Sequence[Person], known: Set) -> str | None:
    """Whose slot it is if they are there, however much they have; else who could take it from the queue."""
    own = due.appointment.agent
    there = [person for person in people if person.is_there]
    if any(person.agent == own for person in there):
        return own
    skills = {skill for person in people for skill in person.skills}
    waiting = Waiting(
        conversation=due.appointment.conversation_id,
        waited=max(known.routing.skill_wait, known.routing.last_agent_wait),
        skill=needed(due.appointment.skill, skills),
        language=due.language,
    )
    others = [person.available(0) for person in there if person.agent not in due.engaged]
    pairs = choose([waiting], others, known.routing)
    return pairs[0][1] if pairs else None


def _steps(due: Due, agent: str) -> list[Step]:
    """From where the conversation stands to `agent`."""
    steps = []
    if due.owner == "closed":
        steps.append(replace(REOPEN, by="system", reason=REASON))
    if due.owner in ("closed", "bot"):
        handoff = {"reason": REASON, "skill": due.appointment.skill, "topic": due.appointment.topic}
        steps.append(replace(request_handoff(by="system", reason=REASON, handoff=handoff), quiet=True))
    return [*steps, assign(agent, reason=REASON)]
