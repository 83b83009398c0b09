"""The tables of what agents do with conversations: notes, drafts, replies, alerts, appointments, ratings.

A conversation is known by its number, a segment by the epoch in which people were asked for. `sealed` holds
the personal fields of a row (desk/sealed.py); their own columns are null then.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models import NOTHING, Base, counted, moment

TRUE, IN_USE = text("true"), text("active")


class Contact(Base):
    """What the desk knows of the investor of a conversation."""

    __tablename__ = "desk_contact"

    conversation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    vip: Mapped[bool] = mapped_column(server_default=text("false"))
    language: Mapped[str | None]
    last_agent: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(server_default=NOTHING)
    updated_at: Mapped[datetime] = moment()


class Note(Base):
    """What agents write to each other in a conversation: a note, a supervisor's whisper. Never sent.

    `seq` is the place in the transcript it was written behind.
    """

    __tablename__ = "desk_note"

    id: Mapped[int] = counted()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    kind: Mapped[str]
    agent: Mapped[str]
    text: Mapped[str | None]
    sealed: Mapped[bytes | None]
    at: Mapped[datetime] = moment()

    __table_args__ = (
        CheckConstraint("kind in ('note', 'whisper', 'system')", name="kind"),
        Index("desk_note_conversation", "conversation_id", "id"),
    )


class Draft(Base):
    """What an agent has begun to write."""

    __tablename__ = "desk_draft"

    conversation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agent: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    sealed: Mapped[bytes | None]
    updated_at: Mapped[datetime] = moment()


class Canned(Base):
    """A reply written in advance; `shortcut` is what is typed behind a slash."""

    __tablename__ = "desk_canned"

    id: Mapped[int] = counted()
    shortcut: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    skill: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=TRUE)
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = moment()

    __table_args__ = (Index("desk_canned_shortcut", "shortcut", unique=True, postgresql_where=IN_USE),)


class Alert(Base):
    """What has to be seen at once, by `agent` or else by a supervisor, and who has seen it."""

    __tablename__ = "desk_alert"

    id: Mapped[int] = counted()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int]
    reason: Mapped[str]
    agent: Mapped[str | None]
    raised_at: Mapped[datetime] = moment()
    seen_by: Mapped[str | None]
    seen_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("conversation_id", "epoch", "reason"),
        Index("desk_alert_unseen", "raised_at", postgresql_where=text("seen_at is null")),
    )


class Told(Base):
    """What an investor who waits was told beside the place in the queue, so that it is told once.

    `epoch` is the segment's.
    """

    __tablename__ = "desk_told"

    conversation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = moment()


class Appointment(Base):
    """A time at which an agent writes to an investor; `agent` is whose slot it is."""

    __tablename__ = "desk_appointment"

    id: Mapped[int] = counted()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    agent: Mapped[str]
    skill: Mapped[str | None]
    topic: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="booked")
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()

    __table_args__ = (
        CheckConstraint("state in ('booked', 'begun', 'kept', 'missed', 'cancelled')", name="state"),
        Index("desk_appointment_due", "starts_at", postgresql_where=text("state = 'booked'")),
        Index(
            "desk_appointment_slot",
            "agent",
            "starts_at",
            unique=True,
            postgresql_where=text("state in ('booked', 'begun')"),
        ),
    )


class Rating(Base):
    """A question how it was, and the answer: 1 to 5. `subject` is "bot" or "agent"; `epoch` the segment's."""

    __tablename__ = "desk_rating"

    id: Mapped[int] = counted()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int]
    subject: Mapped[str]
    agent: Mapped[str | None]
    score: Mapped[int | None]
    asked_at: Mapped[datetime] = moment()
    rated_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("conversation_id", "epoch", "subject"),
        CheckConstraint("subject in ('bot', 'agent')", name="subject"),
        CheckConstraint("score between 1 and 5", name="score"),
        Index("desk_rating_asked", "asked_at"),
    )


class Wish(Base):
    """An investor's wish about their own data: a copy, a correction, a deletion; and the answer to it."""

    __tablename__ = "desk_wish"

    id: Mapped[int] = counted()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    text: Mapped[str | None]
    due_at: Mapped[datetime]
    made_at: Mapped[datetime] = moment()
    taken_by: Mapped[str]
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    sealed: Mapped[bytes | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("kind in ('copy', 'correct', 'delete')", name="kind"),)


class ChatwootLink(Base):
    """A conversation of ours as it stands in Chatwoot: theirs is `number`; `seen` is their last message that
    we have, `sent` our last that they have, `epoch` the segment it was opened for. `state` is "open" or
    "ended".
    """

    __tablename__ = "desk_chatwoot_link"

    conversation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    epoch: Mapped[int]
    seen: Mapped[int] = mapped_column(BigInteger, server_default="0")
    sent: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str] = mapped_column(server_default="open")
    updated_at: Mapped[datetime] = moment()

    __table_args__ = (UniqueConstraint("number"),)


class ChatwootMessage(Base):
    """A message of theirs, in our transcript at `seq`; `reported` is what we told them became of it."""

    __tablename__ = "desk_chatwoot_message"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    reported: Mapped[str | None]
    at: Mapped[datetime] = moment()

    __table_args__ = (
        Index(
            "desk_chatwoot_message_unreported", "conversation_id", postgresql_where=text("reported is null")
        ),
    )
