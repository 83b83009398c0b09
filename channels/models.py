"""The tables of channels: tokens that all processes share, places in a stream, what may be written.

No foreign keys across rooms. Times are timestamptz.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from conversations.models import NAMING


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        str: Text,
        datetime: TIMESTAMP(timezone=True),
    }


def _now() -> Any:
    return mapped_column(server_default=text("now()"))


class AccessToken(Base):
    """A platform's access token under the account's name; `asked_at` is when it was last asked for."""

    __tablename__ = "channel_token"

    account: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]
    expires_at: Mapped[datetime]
    asked_at: Mapped[datetime] = _now()


class Cursor(Base):
    """How far a platform's stream of updates was read: everything up to `place` is in the inbox."""

    __tablename__ = "channel_cursor"

    stream: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    moved_at: Mapped[datetime] = _now()


class QuotaWindow(Base):
    """What a platform lets us write to one investor: `total` messages until `expires_at`, of which `used` are
    gone. `kind` says what opened it.
    """

    __tablename__ = "quota_window"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    channel: Mapped[str]
    user_id: Mapped[str]
    kind: Mapped[str]
    opened_at: Mapped[datetime] = _now()
    expires_at: Mapped[datetime]
    total: Mapped[int]
    used: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        CheckConstraint("used between 0 and total", name="used"),
        Index("quota_window_user", "channel", "user_id", "expires_at"),
    )


class Upload(Base):
    """A picture of ours that a platform already has, under its own id, until `expires_at`."""

    __tablename__ = "channel_upload"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    account: Mapped[str]
    picture: Mapped[str]
    media_id: Mapped[str]
    expires_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account", "picture"),)


class ServiceState(Base):
    """Where a platform's own desk has a conversation: the state we last heard of or set."""

    __tablename__ = "service_state"

    channel: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[int]
    servicer: Mapped[str | None]
    epoch: Mapped[int]
    changed_at: Mapped[datetime] = _now()
