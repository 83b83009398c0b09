"""What must be seen at once: pressing conversations by a supervisor, appointments by their agent."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.database import Database
from desk.routing.terms import PRESSING

REASONS = ("distress", "theft", "report_theft", "claim", "claim_damages", "complain", "complaint", "anger")
"""Reasons of a handoff that count as pressing whatever its priority says."""
SHOWN = 50
MOST = 500

_RAISE = """
insert into desk_alert (conversation_id, epoch, reason, agent)
values (%(conversation)s, %(epoch)s, %(reason)s, %(agent)s)
on conflict (conversation_id, epoch, reason) do update set
  agent = excluded.agent, raised_at = now(), seen_by = null, seen_at = null
where desk_alert.agent is not null and excluded.agent is not null
returning id
"""
_RAISE_DUE = """
insert into desk_alert (conversation_id, epoch, reason)
select c.id, coalesce(c.segment, c.epoch), coalesce(c.handoff->>'reason', 'pressing')
from conversation c
where c.owner not in ('bot', 'closed')
  and (c.priority >= %(pressing)s or c.handoff->>'reason' = any(%(reasons)s))
  and not exists (select from desk_alert a where a.conversation_id = c.id
                  and a.epoch = coalesce(c.segment, c.epoch) and a.agent is null)
on conflict (conversation_id, epoch, reason) do nothing
returning conversation_id
"""
# What is pressing while nobody is there becomes a ticket, and the bot goes on; another one is seen anew.
_RAISE_NOTED = """
insert into desk_alert (conversation_id, epoch, reason)
select t.conversation_id, c.epoch, t.kind
from ticket t join conversation c on c.id = t.conversation_id
where t.state = 'open' and t.kind = any(%(reasons)s) and c.owner in ('bot', 'closed')
  and not exists (select from desk_alert a where a.conversation_id = t.conversation_id
                  and a.reason = t.kind and a.raised_at > t.opened_at - interval '1 hour')
on conflict (conversation_id, epoch, reason) do update set
  raised_at = now(), seen_by = null, seen_at = null
returning conversation_id
"""
_ALL = """
select id, conversation_id, epoch, reason, agent, raised_at from desk_alert
where seen_at is null order by raised_at, id limit %(most)s
"""
_UNSEEN = """
select id, conversation_id, epoch, reason, agent, raised_at from desk_alert
where seen_at is null and (agent = %(agent)s or (agent is null and %(leads)s))
order by raised_at, id limit %(shown)s
"""
_SEE = """
update desk_alert set seen_by = %(by)s, seen_at = now()
where id = %(id)s and seen_at is null and (agent = %(by)s or (agent is null and %(leads)s)) returning id
"""


@dataclass(frozen=True, slots=True)
class Alert:
    """One that nobody has seen yet; `agent` is whom it is for, None for supervisors."""

    id: int
    conversation_id: int
    epoch: int
    reason: str
    agent: str | None
    raised_at: datetime


class Alerts:
    """Raises and shows them. `rung` hears of each conversation that has a new one."""

    def __init__(self, database: Database, rung: Callable[[int], Awaitable[None]]) -> None:
        self._database = database
        self._rung = rung

    async def raise_(self, conversation: int, epoch: int, reason: str, agent: str | None = None) -> bool:
        """For supervisors once for a conversation, epoch and reason, and False where it was before; for an
        agent anew.
        """
        values = {"conversation": conversation, "epoch": epoch, "reason": reason, "agent": agent}
        raised = await self._database.row(_RAISE, values) is not None
        if raised:
            await self._rung(conversation)
        return raised

    async def raise_due(self) -> list[int]:
        """For every pressing conversation that people have, once a segment, and every pressing ticket."""
        values = {"pressing": PRESSING, "reasons": list(REASONS)}
        rows = await self._database.rows(_RAISE_DUE, values) + await self._database.rows(_RAISE_NOTED, values)
        raised = [int(row["conversation_id"]) for row in rows]
        for conversation in raised:
            await self._rung(conversation)
        return raised

    async def all(self) -> Sequence[Alert]:
        """What anybody has to see, the oldest first."""
        return [Alert(**row) for row in await self._database.rows(_ALL, {"most": MOST})]

    async def unseen(self, agent: str, *, leads: bool) -> Sequence[Alert]:
        """What `agent` has to see, the oldest first: their own, and with `leads` those of supervisors."""
        values = {"agent": agent, "leads": leads, "shown": SHOWN}
        return [Alert(**row) for row in await self._database.rows(_UNSEEN, values)]

    async def see(self, id: int, by: str, *, leads: bool) -> bool:
        """`by` has seen it; False where somebody had before, or it is not theirs."""
        return await self._database.row(_SEE, {"id": id, "by": by, "leads": leads}) is not None
