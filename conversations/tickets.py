"""Tickets: what staff must answer by a deadline, opened in the commit of the turn that asked for it.

    open ──▶ contacted ──▶ resolved

A second complaint in a conversation whose ticket is not resolved goes to that ticket; any other wish only
while nobody has got in touch and there is still time to. The investor is told the number and when somebody
gets in touch; a ticket that is only noted is told to nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from conversations.brain import TicketWish
from conversations.database import Connection, Database, Row
from conversations.messages import SHANGHAI, Reply
from conversations.moving import lock
from conversations.notices import Notices
from conversations.turns import Open

State = Literal["open", "contacted", "resolved"]
CLOSE_OF_BUSINESS = time(17, 0)
LISTED = 3
"""Tickets that are told of at once, the latest first."""
TOLD = ("complaint", "claim", "message")
"""Kinds that investors asked for and are told of; what was noted for staff alone is not."""

_FIELDS = "id, kind, state, opened_at, contact_due, resolve_due, contacted_at, resolved_at"
FIND = f"""
select {_FIELDS} from ticket
where conversation_id = %(conversation_id)s and kind = %(kind)s
  and (message_id = %(message_id)s or case when kind in ('complaint', 'claim') then state <> 'resolved'
                                           else state = 'open' and contact_due > now() end)
order by id desc limit 1
"""  # noqa: S608 - our own list of columns
INSERT = f"""
insert into ticket (conversation_id, message_id, kind, topic, opened_at, contact_due, resolve_due)
values (%(conversation_id)s, %(message_id)s, %(kind)s, %(topic)s, %(opened_at)s, %(contact_due)s,
  %(resolve_due)s)
returning {_FIELDS}
"""  # noqa: S608 - our own list of columns
OF_CONVERSATION = f"""
select {_FIELDS} from ticket
where conversation_id = %(conversation_id)s and kind = any(%(kinds)s) order by id desc limit %(limit)s
"""  # noqa: S608 - our own list of columns
UNRESOLVED = """
select t.id, t.kind, t.state, t.opened_at, t.contact_due, t.resolve_due, t.contacted_at, t.resolved_at,
  c.channel, c.user_id as user, t.conversation_id
from ticket t join conversation c on c.id = t.conversation_id
where t.state <> 'resolved'
order by case when t.state = 'open' then t.contact_due else t.resolve_due end, t.id
"""
CONTACT = """
update ticket set state = 'contacted', contacted_at = now() where id = %(id)s and state = 'open' returning id
"""
RESOLVE = """
update ticket set state = 'resolved', resolved_at = now(), contacted_at = coalesce(contacted_at, now())
where id = %(id)s and state <> 'resolved' returning id
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days until somebody gets in touch and until there is an answer; days end at 17:00."""

    contact_days: int = 1
    answer_days: int = 15
    is_working: Callable[[date], bool] = lambda day: day.weekday() < 5

    def due(self, opened: datetime, days: int) -> datetime:
        """The close of business `days` working days after the one it was opened on."""
        day, left = opened.astimezone(SHANGHAI).date(), days
        while left:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return datetime.combine(day, CLOSE_OF_BUSINESS, SHANGHAI)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket; `channel`, `user` and `conversation_id` are given to staff only."""

    id: int
    kind: str
    state: State
    opened_at: datetime
    contact_due: datetime
    resolve_due: datetime
    contacted_at: datetime | None
    resolved_at: datetime | None
    channel: str = ""
    user: str = field(default="", repr=False)
    conversation_id: int = 0

    @property
    def number(self) -> str:
        """What an investor is told: the day and a number that never repeats."""
        return f"{self.opened_at.astimezone(SHANGHAI):%y%m%d}-{self.id:04d}"

    @property
    def due(self) -> datetime:
        """When the next thing must have happened."""
        return self.contact_due if self.state == "open" else self.resolve_due


class Tickets:
    """Opens tickets and says what is to be told of them, in the caller's transaction."""

    def __init__(self, notices: Notices, terms: Terms) -> None:
        self._notices = notices
        self._terms = terms

    async def grant(
        self,
        connection: Connection,
        conversation_id: int,
        message: Open,
        wish: TicketWish,
        topic: str | None,
        notice: str | None = None,
    ) -> Reply | None:
        """Do what the turn wishes for; returns what the investor is to know of it, in the words of `notice`
        if that is given.
        """
        if wish.act == "list":
            return await self._listed(connection, conversation_id)
        await lock(connection, conversation_id)  # a turn that comes too late must not open one beside another
        values = {
            "conversation_id": conversation_id,
            "kind": wish.kind,
            "message_id": message.message_id,
            "topic": topic,
        }
        ticket, found = await found_or_opened(connection, self._terms, values, datetime.now(SHANGHAI))
        if wish.act == "note":
            return None
        kind = "message" if wish.kind == "message" else "ticket"
        return self._notices.say(notice or f"{kind}_{'added' if found else 'opened'}", **_facts(ticket))

    async def _listed(self, connection: Connection, conversation_id: int) -> Reply:
        values = {"conversation_id": conversation_id, "limit": LISTED, "kinds": list(TOLD)}
        rows = await (await connection.execute(OF_CONVERSATION, values)).fetchall()
        if not rows:
            return self._notices.say("ticket_none")
        tickets = (Ticket(**row) for row in rows)
        lines = [self._notices.say(f"ticket_{each.state}", **_facts(each)).text or "" for each in tickets]
        return Reply("\n".join(lines))


async def found_or_opened(
    connection: Connection, terms: Terms, values: Mapping[str, Any], opened: datetime
) -> tuple[Ticket, bool]:
    """The ticket of this `kind` that the conversation has open, else a new one; and whether it was there.
    `values` are conversation_id, kind, topic and the message_id that keeps it from being opened twice.
    """
    row = await (await connection.execute(FIND, values)).fetchone()
    if row:
        return Ticket(**row), True
    dues = {
        "contact_due": terms.due(opened, terms.contact_days),
        "resolve_due": terms.due(opened, terms.answer_days),
    }
    row = await (await connection.execute(INSERT, {**values, "opened_at": opened, **dues})).fetchone()
    return Ticket(**(row or {})), False


async def unresolved(database: Database) -> list[Ticket]:
    """What staff has to see to, the most urgent first."""
    return [Ticket(**row) for row in await database.rows(UNRESOLVED, {})]


async def advance(database: Database, id: int, state: Literal["contacted", "resolved"]) -> bool:
    """Note that somebody got in touch, or that there is an answer; False where that was so before."""
    statement = CONTACT if state == "contacted" else RESOLVE
    row: Row | None = await database.row(statement, {"id": id})
    return row is not None


def _facts(ticket: Ticket) -> dict[str, str]:
    times = {
        "opened": ticket.opened_at,
        "contact": ticket.contact_due,
        "resolve": ticket.resolve_due,
        "contacted": ticket.contacted_at,
        "resolved": ticket.resolved_at,
    }
    said = {name: at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for name, at in times.items() if at}
    return {"number": ticket.number, **said}
