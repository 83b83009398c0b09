"""Reads a dossier together: what conversations wrote, and what the desk wrote beside it."""

from collections.abc import Iterator, Sequence

from conversations.database import Database
from conversations.records import Head, Line, Records, Stride
from conversations.tickets import Ticket
from desk.errors import Unknown
from desk.sealed import NOTE
from desk.transcripts.dossier import Case, Dossier, Meeting, Person, Remark, Score, weave

PAGE = 500  # lines
MOST = 5_000  # lines of one question
LAST_NUMBER = 2**63 - 1
"""A conversation's number fits into this."""

REMARKS = """
select id, seq, kind, agent, text, sealed, at from desk_note
where conversation_id = %(conversation_id)s order by seq, id
"""
RATINGS = """
select epoch, subject, agent, score, asked_at, rated_at from desk_rating
where conversation_id = %(conversation_id)s order by asked_at, id
"""
TICKETS = """
select id, kind, topic, state, opened_at, contact_due, resolve_due, contacted_at, resolved_at from ticket
where conversation_id = %(conversation_id)s order by id
"""
APPOINTMENTS = """
select agent, topic, state, starts_at, ends_at from desk_appointment
where conversation_id = %(conversation_id)s order by starts_at, id
"""
PEOPLE = "select id as agent, name, number from desk_agent where id = any(%(agents)s)"


class Archive:
    """Conversations as records; raises Unknown for one that is not there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._records = Records(database)

    async def whole(self, conversation_id: int) -> Dossier:
        """Everything up to now."""
        head = await self._head(conversation_id)
        lines: list[Line] = []
        while head.seq and (more := await self._lines(head, lines[-1].seq if lines else 0, MOST)):
            lines += more
        return await self._dossier(head, lines)

    async def page(self, conversation_id: int, after: int = 0, limit: int = PAGE) -> Dossier:
        """At most `limit` messages behind the place `after`, with what happened between them."""
        head = await self._head(conversation_id)
        limit = max(1, min(limit, PAGE))
        lines = await self._lines(head, after, limit + 1)
        upcoming = lines[limit] if len(lines) > limit else None
        return await self._dossier(head, lines[:limit], continued=after > 0, upcoming=upcoming)

    async def _head(self, conversation_id: int) -> Head:
        head = await self._records.head(conversation_id) if 0 < conversation_id <= LAST_NUMBER else None
        if head is None:
            raise Unknown("conversation")
        return head

    async def _lines(self, head: Head, after: int, limit: int) -> list[Line]:
        """What was said by the time the head was read: later lines belong to later steps."""
        lines = await self._records.lines(head.conversation_id, after=after, limit=limit)
        return [line for line in lines if line.seq <= head.seq]

    async def _dossier(
        self, head: Head, lines: Sequence[Line], *, continued: bool = False, upcoming: Line | None = None
    ) -> Dossier:
        steps = [s for s in await self._records.steps(head.conversation_id) if s.epoch <= head.epoch]
        remarks = await self._remarks(head)
        ratings = await self._of(head, RATINGS, Score)
        meetings = await self._of(head, APPOINTMENTS, Meeting)
        agents = {*_agents(lines, steps)}
        agents |= {each.agent for each in remarks} | {each.agent for each in ratings}
        agents |= {each.agent for each in meetings}
        return Dossier(
            conversation_id=head.conversation_id,
            channel=head.channel,
            user=head.user,
            owner=head.owner,
            created_at=head.created_at,
            seq=head.seq,
            entries=weave(lines, steps, remarks, continued=continued, upcoming=upcoming),
            ratings=tuple(ratings),
            tickets=tuple(await self._tickets(head)),
            appointments=tuple(meetings),
            people=await self._people(sorted(agent for agent in agents if agent)),
            following=lines[-1].seq if upcoming and lines else None,
        )

    async def _remarks(self, head: Head) -> list[Remark]:
        rows = await self._database.rows(REMARKS, {"conversation_id": head.conversation_id})
        return [Remark(**NOTE.open(self._database.keys, row, "id")) for row in rows]

    async def _of[T](self, head: Head, statement: str, kind: type[T]) -> list[T]:
        rows = await self._database.rows(statement, {"conversation_id": head.conversation_id})
        return [kind(**row) for row in rows]

    async def _tickets(self, head: Head) -> list[Case]:
        rows = await self._database.rows(TICKETS, {"conversation_id": head.conversation_id})
        cases = []
        for row in rows:
            topic = row.pop("topic")
            number = Ticket(**row).number
            del row["id"]
            cases.append(Case(number=number, topic=topic, **row))
        return cases

    async def _people(self, agents: Sequence[str]) -> dict[str, Person]:
        rows = await self._database.rows(PEOPLE, {"agents": list(agents)})
        return {row["agent"]: Person(**row) for row in rows}


def _agents(lines: Sequence[Line], steps: Sequence[Stride]) -> Iterator[str | None]:
    for line in lines:
        yield line.agent
    for step in steps:
        yield step.agent
        yield step.by
