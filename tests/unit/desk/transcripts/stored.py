"""Puts a dossier into the tables, row by row as the rooms write it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from conversations.database import Database, jsonb
from conversations.records import Line, Stride
from desk.transcripts.dossier import Dossier, Remark

CONVERSATION = """
insert into conversation (id, channel, user_id, owner, agent, epoch, seq, created_at)
overriding system value
values (%(conversation_id)s, %(channel)s, %(user)s, %(owner)s, %(agent)s, %(epoch)s, %(seq)s, %(created_at)s)
"""
MESSAGE = """
insert into message (conversation_id, seq, sender, kind, text, length, buttons, pressed, image, media, topic,
  intent, confidence, entities, epoch, at, message_id, agent, delivery)
values (%(conversation_id)s, %(seq)s, %(sender)s, %(kind)s, %(text)s, %(length)s, %(buttons)s, %(pressed)s,
  %(image)s, %(media)s, %(topic)s, %(intent)s, %(confidence)s, %(entities)s, %(epoch)s, %(at)s,
  %(message_id)s, %(agent)s, %(delivery)s)
"""
BUTTON = """
insert into button (id, conversation_id, seq, title, payload)
values (%(id)s, %(conversation_id)s, %(seq)s, %(title)s, '/choose')
"""
OUTBOX = """
insert into outbox (conversation_id, seq, channel, recipient, state, expires_at, error)
values (%(conversation_id)s, %(seq)s, %(channel)s, %(user)s, %(delivery)s, now(), %(error)s)
"""
STEP = """
insert into transition (conversation_id, epoch, segment, from_owner, to_owner, reason, by, agent, detail, at)
values (%(conversation_id)s, %(epoch)s, %(segment)s, %(before)s, %(owner)s, %(reason)s, %(by)s, %(agent)s,
  %(detail)s, %(at)s)
"""
NOTE = """
insert into desk_note (conversation_id, seq, kind, agent, text, at)
values (%(conversation_id)s, %(seq)s, %(kind)s, %(agent)s, %(text)s, %(at)s)
"""
RATING = """
insert into desk_rating (conversation_id, epoch, subject, agent, score, asked_at, rated_at)
values (%(conversation_id)s, %(epoch)s, %(subject)s, %(agent)s, %(score)s, %(asked_at)s, %(rated_at)s)
"""
TICKET = """
insert into ticket (id, conversation_id, message_id, kind, topic, state, opened_at, contact_due, resolve_due,
  contacted_at, resolved_at)
overriding system value
values (%(id)s, %(conversation_id)s, %(id)s::text, %(kind)s, %(topic)s, %(state)s, %(opened_at)s,
  %(contact_due)s, %(resolve_due)s, %(contacted_at)s, %(resolved_at)s)
"""
APPOINTMENT = """
insert into desk_appointment (conversation_id, agent, topic, state, starts_at, ends_at)
values (%(conversation_id)s, %(agent)s, %(topic)s, %(state)s, %(starts_at)s, %(ends_at)s)
"""
AGENT = """
insert into desk_agent (id, name, number, role, password)
values (%(agent)s, %(name)s, %(number)s, 'agent', '')
on conflict do nothing
"""


async def store(database: Database, dossier: Dossier, holder: str | None = None) -> Dossier:
    """Everything of it; `holder` is the agent who has it now."""
    known = {"conversation_id": dossier.conversation_id, "channel": dossier.channel, "user": dossier.user}
    steps = [entry for entry in dossier.entries if isinstance(entry, Stride)]
    head = {"owner": dossier.owner, "agent": holder, "seq": dossier.seq, "created_at": dossier.created_at}
    epoch = max((step.epoch for step in steps), default=0)
    await _write(database, CONVERSATION, [{**known, **head, "epoch": epoch}])
    await _write(database, STEP, ({**known, **fields(step), "detail": jsonb(step.detail)} for step in steps))
    await _store_lines(database, known, [entry for entry in dossier.entries if isinstance(entry, Line)])
    remarks = (entry for entry in dossier.entries if isinstance(entry, Remark))
    await _write(database, NOTE, ({**known, **fields(remark)} for remark in remarks))
    await _write(database, RATING, ({**known, **fields(score)} for score in dossier.ratings))
    await _write(
        database,
        TICKET,
        ({**known, **fields(case), "id": int(case.number.partition("-")[2])} for case in dossier.tickets),
    )
    await _write(database, APPOINTMENT, ({**known, **fields(meeting)} for meeting in dossier.appointments))
    await _write(database, AGENT, (fields(person) for person in dossier.people.values()))
    return dossier


async def _store_lines(database: Database, known: dict[str, Any], lines: list[Line]) -> None:
    for_json = ("media", "entities")
    await _write(
        database,
        MESSAGE,
        (
            {
                **known,
                **fields(line),
                **{name: jsonb(getattr(line, name)) for name in for_json},
                "buttons": jsonb([{"id": b.id, "title": b.title} for b in line.buttons] or None),
            }
            for line in lines
        ),
    )
    offered = (
        {**known, "seq": line.seq, "id": b.id, "title": b.title} for line in lines for b in line.buttons
    )
    await _write(database, BUTTON, offered)
    sent = (line for line in lines if line.delivery_error)
    await _write(
        database,
        OUTBOX,
        (
            {**known, "seq": line.seq, "delivery": line.delivery, "error": line.delivery_error}
            for line in sent
        ),
    )


def moved(dossier: Dossier, number: int, user: str, since: datetime) -> Dossier:
    """The same conversation of another investor at another time, without what is counted over all."""
    shift = since - dossier.created_at
    entries = [replace(entry, at=entry.at + shift) for entry in dossier.entries]
    buttonless = [replace(e, buttons=(), pressed=None) if isinstance(e, Line) else e for e in entries]
    return replace(
        dossier,
        conversation_id=number,
        user=user,
        created_at=since,
        entries=tuple(buttonless),
        ratings=(),
        tickets=(),
        appointments=(),
    )


def fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


async def _write(database: Database, statement: str, rows: Iterable[dict[str, Any]]) -> None:
    many = list(rows)
    if many:
        async with database.connection() as connection, connection.cursor() as cursor:
            await cursor.executemany(statement, many)
