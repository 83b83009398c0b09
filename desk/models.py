"""The tables of the desk's people and rules: who works there, who is signed in, what was set, what was done.

No foreign keys across rooms. Times are timestamptz.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from conversations.models import NAMING

ROLES = "'agent', 'senior', 'supervisor', 'quality', 'compliance', 'admin'"
NOTHING = text("'{}'")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        str: Text,
        bytes: LargeBinary,
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[str]: ARRAY(Text),
    }


def counted() -> Mapped[int]:
    """A primary key that counts up."""
    return mapped_column(BigInteger, Identity(), primary_key=True)


def moment() -> Any:
    """A time that is now unless it is said."""
    return mapped_column(server_default=text("now()"))


class Agent(Base):
    """Somebody who works at the desk. `id` is the name they sign in with, `number` the one investors see.

    `skills`, `licences` ("general", "adviser", "broker") and `languages` decide who is given what; `capacity`
    is how many conversations at once. `secret` is the second factor's, encrypted; `last_step` the time step
    of the last code, so that none is taken twice; `recovery` hashes of codes for a lost telephone.
    """

    __tablename__ = "desk_agent"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[str]
    role: Mapped[str]
    password: Mapped[str]
    must_change: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    skills: Mapped[list[str]] = mapped_column(server_default=NOTHING)
    licences: Mapped[list[str]] = mapped_column(server_default=NOTHING)
    languages: Mapped[list[str]] = mapped_column(server_default=NOTHING)
    capacity: Mapped[int] = mapped_column(server_default="3")
    secret: Mapped[bytes | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    recovery: Mapped[list[str]] = mapped_column(server_default=NOTHING)
    created_at: Mapped[datetime] = moment()

    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"role in ({ROLES})", name="role"),
        CheckConstraint("capacity between 0 and 50", name="capacity"),
    )


class Session(Base):
    """Somebody signed in; `id` is the hash of the token in the browser. `fresh_at` is when the password was
    last given.
    """

    __tablename__ = "desk_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    agent: Mapped[str]
    csrf: Mapped[str]
    device: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = moment()
    seen_at: Mapped[datetime] = moment()
    fresh_at: Mapped[datetime] = moment()
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("desk_session_agent", "agent", postgresql_where=text("ended_at is null")),)


class Attempt(Base):
    """A sign-in that failed, by what it is counted under: a hash of the name or of the address; "known:" and
    a hash of both where it was right.
    """

    __tablename__ = "desk_attempt"

    id: Mapped[int] = counted()
    counted: Mapped[str]
    at: Mapped[datetime] = moment()

    __table_args__ = (Index("desk_attempt_counted", "counted", "at"),)


class Presence(Base):
    """Whether an agent is there and takes conversations; `seen_at` is the last sign of an open desk.

    `load` is how many conversations they had when it was counted last, and `turned_at` when that changed.
    `missed` counts offers in a row that they did not take, the last at `missed_at`.
    """

    __tablename__ = "desk_presence"

    agent: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(server_default="away")
    since: Mapped[datetime] = moment()
    seen_at: Mapped[datetime] = moment()
    load: Mapped[int] = mapped_column(server_default="0")
    turned_at: Mapped[datetime] = moment()
    missed: Mapped[int] = mapped_column(server_default="0")
    missed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("state in ('ready', 'busy', 'away')", name="state"),)


class Setting(Base):
    """What supervisors and admins have set, as the room that reads it understands it."""

    __tablename__ = "desk_setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = moment()


class Audit(Base):
    """What was done at the desk; only ever added to. `hash` covers the row and the hash before it."""

    __tablename__ = "desk_audit"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[bytes]
    hash: Mapped[bytes]

    __table_args__ = (Index("desk_audit_subject", "subject", "id"), Index("desk_audit_actor", "actor", "id"))
