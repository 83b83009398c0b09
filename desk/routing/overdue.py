"""Whose time is up: offers not taken, agents gone, investors without an answer, talks at their end.

All ages are PostgreSQL's. When a message of an investor came in is asked of the inbox: its own time is the
platform's. Only conversations of agents of this desk are looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from conversations.database import Database, Row
from conversations.intake import delivery_key
from desk.routing.terms import Terms

Fault = Literal["not accepted", "agent gone", "not answered", "wrap-up ended", "idle"]

_STILL = """
select * from (
  select c.id as conversation, c.epoch, c.agent, t.detail,
    case
      when c.owner = 'wrapup' then case when c.moved_at < now() - %(wrap_up)s then 'wrap-up ended' end
      when c.moved_at < now() - %(grace)s and coalesce(p.seen_at < now() - %(grace)s, true) then 'agent gone'
      when c.owner = 'assigned' and c.moved_at < now() - %(accept)s then 'not accepted'
    end as fault
  from conversation c join desk_agent a on a.id = c.agent
  left join desk_presence p on p.agent = c.agent
  left join transition t on t.conversation_id = c.id and t.epoch = c.epoch
  where c.owner in ('assigned', 'human', 'wrapup')
) late where fault is not null order by conversation
"""
# The last LOOKED_AT messages of a talk: whether the agent has spoken since it is theirs, and what the
# investor wrote first behind the agent's last words; a button of the desk has had its answer. Who was handed
# on waits for the first words, too.
_TALKS = """
select c.id as conversation, c.epoch, c.agent, c.channel, c.user_id, first.message_id,
  not coalesce(said.since, false) and t.from_owner not in ('human', 'wrapup') as unheard,
  coalesce(said.at, c.moved_at) < now() - %(idle)s and c.moved_at < now() - %(idle)s as idle,
  c.moved_at < now() - %(reply)s as late
from conversation c join desk_agent a on a.id = c.agent
join transition t on t.conversation_id = c.id and t.epoch = c.epoch
cross join lateral (
  select max(m.seq) as seq, max(m.at) as at, bool_or(m.epoch = c.epoch) as since from message m
  where m.conversation_id = c.id and m.seq > c.seq - %(looked_at)s and m.sender = 'agent'
) said
left join lateral (
  select m.message_id from message m
  where m.conversation_id = c.id and m.seq > greatest(c.seq - %(looked_at)s, said.seq) and m.sender = 'user'
    and not exists (
      select from button b
      where b.id = m.pressed and b.conversation_id = m.conversation_id and b.payload like 'desk:%%')
  order by m.seq limit 1
) first on true
where c.owner = 'human' and c.moved_at < now() - %(soonest)s
order by c.id
"""
_RECEIVED = """
select asked.conversation from unnest(%(conversations)s::bigint[], %(channels)s::text[], %(keys)s::text[])
  as asked(conversation, channel, key)
join inbound i on i.channel = asked.channel and i.key = asked.key and i.received_at < now() - %(reply)s
"""
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Late:
    """A conversation whose time is up in this epoch, and why; `detail` is what its last step left."""

    conversation: int
    epoch: int
    agent: str
    fault: Fault
    detail: dict[str, Any] | None = None


class Overdue:
    """Finds them; nothing is changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, terms: Terms) -> list[Late]:
        """All whose time is up by `terms`, each for one reason."""
        still = await self._still(terms)
        known = {late.conversation for late in still}
        talks = [late for late in await self._talks(terms) if late.conversation not in known]
        return still + talks

    async def _still(self, terms: Terms) -> list[Late]:
        values = {
            "accept": _seconds(terms.accept_within),
            "grace": _seconds(terms.grace),
            "wrap_up": _seconds(terms.wrap_up_within),
        }
        return [Late(**row) for row in await self._database.rows(_STILL, values)]

    async def _talks(self, terms: Terms) -> list[Late]:
        values = {
            "idle": _seconds(terms.idle_within),
            "reply": _seconds(terms.reply_within),
            "soonest": _seconds(min(terms.idle_within, terms.reply_within)),
            "looked_at": LOOKED_AT,
        }
        rows = await self._database.rows(_TALKS, values)
        unanswered = await self._unanswered(rows, terms)
        found = ((row, _fault(row, unanswered)) for row in rows)
        return [Late(row["conversation"], row["epoch"], row["agent"], fault) for row, fault in found if fault]

    async def _unanswered(self, rows: Sequence[Row], terms: Terms) -> set[int]:
        """In which of them the investor waits too long for an answer to what they wrote."""
        asked = [row for row in rows if row["late"] and row["message_id"]]
        if not asked:
            return set()
        values = {
            "conversations": [row["conversation"] for row in asked],
            "channels": [row["channel"] for row in asked],
            "keys": [delivery_key(row["user_id"], row["message_id"]) for row in asked],
            "reply": _seconds(terms.reply_within),
        }
        return {row["conversation"] for row in await self._database.rows(_RECEIVED, values)}


def _fault(row: Row, unanswered: set[int]) -> Fault | None:
    if row["conversation"] in unanswered or (row["late"] and row["unheard"]):
        return "not answered"
    return "idle" if row["idle"] and row["message_id"] is None else None


def _seconds(number: int) -> timedelta:
    return timedelta(seconds=number)
