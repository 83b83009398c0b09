"""The tables of notices: what has happened, what was sent unasked to whom, campaigns, runs of briefs.

No foreign keys across rooms. Times are timestamptz.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    Identity,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

STATES = (
    "'waiting', 'queued', 'sent', 'delivered', 'read', 'unknown', 'unreachable', 'called', 'dropped', "
    "'rehearsed'"
)
AWAITED = "state = 'sent' and tried[array_upper(tried, 1)] ~ '^(subscription|template):'"
CAMPAIGN_STATES = "'expanding', 'sending', 'finished', 'stopped'"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        str: Text,
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[str]: ARRAY(Text),
    }


def _number() -> Mapped[int]:
    return mapped_column(BigInteger, Identity(), primary_key=True)


def _now() -> Any:
    return mapped_column(server_default=text("now()"))


class Campaign(Base):
    """One event told to everybody whom it concerns; see campaigns.py.

    `cursor` is the last investor that was taken up in `phase`. The hour of duty ends at `deadline`, counted
    from the publication where its time is known (`exact`), else from when we first saw it. `corrects` is the
    first of the campaigns whose event this one sets right or takes back. A `rehearsal` sends to nobody.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = _number()
    event_id: Mapped[int] = mapped_column(BigInteger)
    rehearsal: Mapped[bool] = mapped_column(server_default=text("false"))
    corrects: Mapped[int | None] = mapped_column(BigInteger)
    key: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    title: Mapped[str]
    reply: Mapped[dict[str, Any]]
    why: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="expanding")
    phase: Mapped[str]
    cursor: Mapped[int] = mapped_column(BigInteger, server_default="0")
    affected: Mapped[int] = mapped_column(server_default="0")
    exact: Mapped[bool]
    deadline: Mapped[datetime]
    started_by: Mapped[str]
    started_at: Mapped[datetime] = _now()
    expanded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(f"state in ({CAMPAIGN_STATES})", name="state"),
        Index("campaign_event", "event_id", unique=True, postgresql_where=text("not rehearsal")),
    )


class NoticeSent(Base):
    """A notice to one investor, once for its `key`, and how far it came.

    `campaign_id` is 0 where no campaign is behind it; its `reply` is the campaign's where it has none of its
    own. `tried` are the ways it was given to, the newest last; `conversation_id` and `seq` are its place in
    the transcript of that way, where it stands or has gone out since `sent_at`.
    """

    __tablename__ = "notice_sent"

    id: Mapped[int] = _number()
    investor_id: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str]
    kind: Mapped[str]
    campaign_id: Mapped[int] = mapped_column(BigInteger, server_default="0")
    until: Mapped[datetime | None]
    why: Mapped[str | None]
    reply: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(server_default="waiting")
    tried: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    conversation_id: Mapped[int | None] = mapped_column(BigInteger)
    seq: Mapped[int | None]
    made_at: Mapped[datetime] = _now()
    sent_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = _now()
    call: Mapped[str | None]
    called_by: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("investor_id", "key"),
        CheckConstraint(f"state in ({STATES})", name="state"),
        CheckConstraint("call in ('calling', 'called', 'not_reached', 'later')", name="call"),
        Index("notice_sent_campaign", "campaign_id", "state", "id"),
        Index("notice_sent_key", "key", postgresql_where=text("campaign_id = 0")),
        Index("notice_sent_receipt", "campaign_id", "id", postgresql_where=text(AWAITED)),
        {"postgresql_with": {"fillfactor": 80}},
    )


class BriefRun(Base):
    """The briefs of one `kind` and day: everybody up to the investor `after` has theirs, `told` in all.

    Whoever works on it holds it until `leased_until`. It has ended with an `outcome`: "sent" to everybody, or
    "late", its time having passed.
    """

    __tablename__ = "brief_run"

    kind: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    after: Mapped[int] = mapped_column(BigInteger, server_default="0")
    told: Mapped[int] = mapped_column(BigInteger, server_default="0")
    leased_until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    started_at: Mapped[datetime] = _now()

    __table_args__ = (
        CheckConstraint("outcome in ('sent', 'late')", name="outcome"),
        CheckConstraint("(outcome is null) = (ended_at is null)", name="ended"),
    )


class Event(Base):
    """Something that happened, once however many sources tell it; `key` is what makes it the same.

    `published_at` is exact or, without `published_exact`, midnight of the day it is dated with; what the hour
    of an alert counts from is that time where it is exact, else `first_seen_at`. Without `ref` it is no one
    share's. An announcement that sets another right is an event of its own, `corrected_by` of the other,
    which may itself be such a one.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    level: Mapped[str | None]
    ref: Mapped[str | None]
    title: Mapped[str]
    source: Mapped[str]
    url: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_exact: Mapped[bool] = mapped_column(server_default=text("false"))
    first_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    withdrawn_at: Mapped[datetime | None]
    corrected_by: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[dict[str, Any] | None]

    __table_args__ = (
        CheckConstraint("level in ('red', 'orange', 'yellow')", name="level"),
        Index("event_ref", "ref", "kind", "first_seen_at"),
        Index("event_seen", "first_seen_at"),
    )


class Mark(Base):
    """When a watcher last did its work to the end: for one share, or, with an empty `key`, for all of it."""

    __tablename__ = "watch_mark"

    watcher: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Acknowledged(Base):
    """An event of which an investor has said that they have read it, on which channel; see customers.told."""

    __tablename__ = "event_acknowledged"

    investor_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    channel: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (Index("event_acknowledged_event", "event_id"),)
