"""The tables of conversations: who owns one, what was said, what waits for an answer, what waits to be sent.

No foreign keys: each row is written by a statement that holds its conversation's row, and a check a row would
cost more than the rest of the insert. Times are timestamptz.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

OWNERS = "'bot', 'queued', 'assigned', 'human', 'wrapup', 'ticket', 'closed'"
FOLLOWUP_STATES = "'wanted', 'said', 'failed', 'dropped'"
TICKET_STATES = "'open', 'contacted', 'resolved'"
NAMING = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}
MEDIA_WANTED = text("media ? 'wanted'")
MEDIA_FILE, MEDIA_KEPT = text("(media ->> 'file')"), text("media ? 'file'")
OUTBOX_STATES = "'pending', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'expired'"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        str: Text,
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[dict[str, Any]]: JSONB(none_as_null=True),
        list[str]: ARRAY(Text),
    }


def _number() -> Mapped[int]:
    return mapped_column(BigInteger, Identity(), primary_key=True)


def _now() -> Any:
    return mapped_column(server_default=text("now()"))


class Conversation(Base):
    """One investor on one channel. Every change goes through this row, so it is the lock, the clock and the
    counter.

    `epoch` rises with each change of owner, at `moved_at`, `seq` with each message; `waiting` counts messages
    not yet answered. `segment` is the epoch in which people were asked for, while they have to do with it;
    `joined` are agents who speak beside the owner. The lease says which gateway is at a turn: `lease_holder`
    is the number of its liveness lock, `lease_token` the turn. `queued_at` is the wait clock, kept when an
    agent drops out; `told_at` when the place in the queue was last told.
    """

    __tablename__ = "conversation"

    id: Mapped[int] = _number()
    channel: Mapped[str]
    user_id: Mapped[str]
    owner: Mapped[str] = mapped_column(server_default="bot")
    agent: Mapped[str | None]
    joined: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    epoch: Mapped[int] = mapped_column(server_default="0")
    segment: Mapped[int | None]
    seq: Mapped[int] = mapped_column(server_default="0")
    waiting: Mapped[int] = mapped_column(server_default="0")
    takeovers: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[dict[str, Any] | None]
    lease_holder: Mapped[int | None]
    lease_token: Mapped[int | None] = mapped_column(BigInteger)
    lease_until: Mapped[datetime | None]
    handoff: Mapped[dict[str, Any] | None]
    priority: Mapped[int] = mapped_column(server_default="0")
    requeued: Mapped[bool] = mapped_column(server_default=text("false"))
    queued_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    moved_at: Mapped[datetime] = _now()
    created_at: Mapped[datetime] = _now()

    __table_args__ = (
        UniqueConstraint("channel", "user_id"),
        CheckConstraint(f"owner in ({OWNERS})", name="owner"),
        CheckConstraint("waiting >= 0", name="waiting"),
        Index(
            "conversation_queue",
            text("priority desc"),
            text("requeued desc"),
            "queued_at",
            postgresql_where=text("owner = 'queued'"),
        ),
        Index(
            "conversation_attended", "owner", "agent", postgresql_where=text("owner not in ('bot', 'closed')")
        ),
        # Room on the page lets the two updates of a turn stay off the indexes.
        {"postgresql_with": {"fillfactor": 60}},
    )


class Inbound(Base):
    """The inbox: what came in and whether it was answered. `key` makes a platform's resend a no-op.

    `answered_by` is "bot", "notice:<name>" or "owner" (kept for people, never to be parsed); the answer is
    the transcript from `reply_first` to `reply_last`, if anything was said.
    """

    __tablename__ = "inbound"

    id: Mapped[int] = _number()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str]
    key: Mapped[str]
    seq: Mapped[int]
    refusal: Mapped[str | None]
    received_at: Mapped[datetime] = _now()
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    reply_first: Mapped[int | None]
    reply_last: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("channel", "key"),
        Index("inbound_waiting", "conversation_id", "seq", postgresql_where=text("answered_at is null")),
        {"postgresql_with": {"fillfactor": 80}},
    )


class Message(Base):
    """The transcript, in the order of `seq`: what anybody said, how it was understood, whether it arrived."""

    __tablename__ = "message"

    conversation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sender: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str | None]
    length: Mapped[int | None]
    buttons: Mapped[list[dict[str, Any]] | None]
    pressed: Mapped[str | None]
    image: Mapped[str | None]
    media: Mapped[dict[str, Any] | None]
    topic: Mapped[str | None]
    intent: Mapped[str | None]
    confidence: Mapped[float | None]
    entities: Mapped[list[dict[str, Any]] | None]
    epoch: Mapped[int]
    at: Mapped[datetime] = _now()
    message_id: Mapped[str | None]
    agent: Mapped[str | None]
    delivery: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("sender in ('user', 'bot', 'agent', 'system')", name="sender"),
        Index("message_media_wanted", "conversation_id", "seq", postgresql_where=MEDIA_WANTED),
        Index("message_file", MEDIA_FILE, postgresql_where=MEDIA_KEPT),  # who else names a file
        Index(
            "message_at", "at", postgresql_using="brin"
        ),  # rows come in the order of time: a few kB for all
        {"postgresql_with": {"fillfactor": 80}},
    )


class Button(Base):
    """What a button means. `id` is random and small enough for every platform; it counts in its conversation
    only.
    """

    __tablename__ = "button"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    title: Mapped[str]
    payload: Mapped[str]


class Outbox(Base):
    """What has to be sent: one row a message of the transcript, on channels that do not read it themselves.

    `lease_holder` and `lease_token` belong to the sender that has the row in `sending`; of the requests it
    takes `done` are confirmed and `tried` begun, so with `tried` above `done` one may have arrived. What is
    sent unasked has the number of its `notice`, whose maker is asked before it goes out.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = _number()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    channel: Mapped[str]
    recipient: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="pending")
    priority: Mapped[int] = mapped_column(server_default="0")
    attempts: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    tried: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[datetime] = _now()
    expires_at: Mapped[datetime]
    lease_holder: Mapped[int | None]
    lease_token: Mapped[int | None] = mapped_column(BigInteger)
    provider_ref: Mapped[str | None]
    error: Mapped[str | None]
    notice: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str | None]
    created_at: Mapped[datetime] = _now()
    updated_at: Mapped[datetime] = _now()

    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        CheckConstraint(f"state in ({OUTBOX_STATES})", name="state"),
        Index(
            "outbox_due",
            "channel",
            text("priority desc"),
            "next_attempt_at",
            postgresql_where=text("state = 'pending'"),
        ),
        Index("outbox_expiring", "channel", "expires_at", postgresql_where=text("state = 'pending'")),
        Index("outbox_sending", "lease_holder", postgresql_where=text("state = 'sending'")),
        Index(
            "outbox_provider_ref",
            "channel",
            "provider_ref",
            postgresql_where=text("provider_ref is not null"),
        ),
    )


class Followup(Base):
    """What the bot has promised to say later, and what became of it; see followups.py.

    `message_id` is the message that asked: one of each kind can follow it.
    """

    __tablename__ = "followup"

    id: Mapped[int] = _number()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    topic: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="wanted")
    created_at: Mapped[datetime] = _now()
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id", "kind"),
        CheckConstraint(f"state in ({FOLLOWUP_STATES})", name="state"),
    )


class Ticket(Base):
    """What staff must answer by a deadline; see tickets.py. `message_id` is the message that asked."""

    __tablename__ = "ticket"

    id: Mapped[int] = _number()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[str]
    kind: Mapped[str]
    topic: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime]
    contact_due: Mapped[datetime]
    resolve_due: Mapped[datetime]
    contacted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id", "kind"),
        CheckConstraint(f"state in ({TICKET_STATES})", name="state"),
        Index("ticket_unresolved", "contact_due", postgresql_where=text("state <> 'resolved'")),
    )


class Transition(Base):
    """Every change of owner, with who did it and why; only ever added to. `agent` is whose it became."""

    __tablename__ = "transition"

    id: Mapped[int] = _number()
    conversation_id: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int]
    segment: Mapped[int | None]
    from_owner: Mapped[str]
    to_owner: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    agent: Mapped[str | None]
    detail: Mapped[dict[str, Any] | None]
    at: Mapped[datetime] = _now()

    __table_args__ = (UniqueConstraint("conversation_id", "epoch"), Index("transition_at", "at"))
