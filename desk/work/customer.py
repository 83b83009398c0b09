"""Who the investor is, for the agent beside the transcript: how they came, what they asked, what came of it.

Everything is counted in their own conversation. What other rooms know comes through ports.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from conversations.database import Database
from conversations.records import Head, Records
from conversations.tickets import Ticket
from customers.suitability.profiles import Profile
from desk.work.contacts import UNKNOWN, Contacts
from desk.work.render import Json, render_session, shown

_CONTACTS = """
select min(at) as first, max(at) as last, count(*)::int as lines from message
where conversation_id = %(id)s and sender = 'user'"""

# Of the last thousand lines of the investor, what is certain: several refs in one value were never chosen.
_ASKED = """
with asked as (
  select at, topic, entities from message
  where conversation_id = %(id)s and sender = 'user' and intent is not null order by seq desc limit 1000
)"""
_SECURITIES = f"""{_ASKED}
select e ->> 'value' as ref, (array_agg(e ->> 'text' order by at desc))[1] as text, count(*)::int as times,
  max(at) as last_at
from asked cross join lateral jsonb_array_elements(
  case when jsonb_typeof(entities) = 'array' then entities else '[]' end) e
where e ->> 'entity' = 'security' and e ->> 'value' !~ ','
group by 1 order by last_at desc limit 20"""  # noqa: S608 - our own text
_TOPICS = f"""{_ASKED}
select topic, count(*)::int as times, max(at) as last_at from asked where topic is not null
group by topic order by last_at desc limit 20"""  # noqa: S608
_TICKETS = """
select id, kind, state, opened_at, contact_due, resolve_due, contacted_at, resolved_at from ticket
where conversation_id = %(id)s order by id desc limit 20"""
_APPOINTMENTS = """
select id, agent, skill, topic, starts_at, ends_at, state from desk_appointment
where conversation_id = %(id)s order by starts_at desc limit 10"""
_RATINGS = """
select epoch, score from desk_rating
where conversation_id = %(id)s and subject = 'agent' and score is not null"""


class Left(Protocol):
    """What a platform still lets us write: so many messages, until then."""

    @property
    def messages(self) -> int: ...
    @property
    def until(self) -> datetime | None: ...


QuotaLeft = Callable[[str, str], Awaitable[Left | None]]
"""By channel and user; None where the channel has no quota."""


Profiles = Callable[[str, str], Awaitable[Profile]]
"""By channel and user."""


async def nobody_known(channel: str, user: str) -> Profile:
    """Of nobody anything is known."""
    return Profile()


async def no_quota(channel: str, user: str) -> None:
    """Every channel may always be written to."""


class Customers:
    """Raises StoreUnavailable."""

    def __init__(
        self,
        database: Database,
        contacts: Contacts,
        quota: QuotaLeft = no_quota,
        profiles: Profiles = nobody_known,
    ) -> None:
        self._database = database
        self._records = Records(database)
        self._contacts = contacts
        self._quota = quota
        self._profiles = profiles

    async def of(self, head: Head) -> Json:
        """All of it as JSON, the latest first; the investor is known by a hash."""
        counted, securities, topics, contacts, left, profile = await asyncio.gather(
            self._rows(_CONTACTS, head),
            self._rows(_SECURITIES, head),
            self._rows(_TOPICS, head),
            self._contacts.of([head.conversation_id]),
            self._quota(head.channel, head.user),
            self._profiles(head.channel, head.user),
        )
        contact = contacts.get(head.conversation_id, UNKNOWN)
        return {
            "user": shown(head.user),
            "channel": head.channel,
            "since": head.created_at,
            "contacts": counted[0],
            "language": contact.language,
            "vip": contact.vip,
            "tags": list(contact.tags),
            "last_agent": contact.last_agent,
            "risk_class": profile.risk_class,
            "risk_valid_until": profile.valid_until,
            "quota": {"messages": left.messages, "until": left.until} if left else None,
            "securities": securities,
            "topics": topics,
            **await self._history(head),
        }

    async def _history(self, head: Head) -> Json:
        """What people had to do with before."""
        sessions, tickets, appointments, ratings = await asyncio.gather(
            self._records.sessions(head.conversation_id),
            self._rows(_TICKETS, head),
            self._rows(_APPOINTMENTS, head),
            self._rows(_RATINGS, head),
        )
        scores = {row["epoch"]: row["score"] for row in ratings}
        return {
            "sessions": [
                {**render_session(session), "rating": scores.get(session.epoch)}
                for session in sessions
                if session.epoch != head.segment
            ],
            "tickets": [_ticket(Ticket(**row)) for row in tickets],
            "appointments": appointments,
        }

    async def _rows(self, statement: str, head: Head) -> list[dict[str, Any]]:
        return await self._database.rows(statement, {"id": head.conversation_id})


def _ticket(ticket: Ticket) -> Json:
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "state": ticket.state,
        "opened_at": ticket.opened_at,
        "due": ticket.due,
    }
