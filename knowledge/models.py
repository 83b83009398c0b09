"""The tables of knowledge: versions of articles, the last change, what follows what, what lacks an answer.

Every change takes the one row of `knowledge_change` first, so changes are numbered in the order of their
commits and a reader resumes by number without missing one. No foreign keys. Times are timestamptz.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, MetaData, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

STATES = "'draft', 'in_review', 'published', 'retired'"
ORIGINS = "'file', 'desk'"


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
    }


def _now() -> Any:
    return mapped_column(server_default=text("now()"))


class ArticleRow(Base):
    """One article: `newest` is the last number given to a version, `published` the version that was made
    public last (None: withdrawn, or never public), `change` the number of its last change.
    """

    __tablename__ = "article"

    id: Mapped[str] = mapped_column(primary_key=True)
    newest: Mapped[int]
    published: Mapped[int | None]
    change: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("article_change", "change"),)


class VersionRow(Base):
    """One wording of an article; `content` is what files hold, its dates included; nothing of it
    is rewritten but the day it begins, when that is set on publishing.

    Of those in the state `published` the one that holds on a day and began last is shown. `origin` says
    whether it came with the files or from an editor.
    """

    __tablename__ = "article_version"

    article_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]
    state: Mapped[str]
    author: Mapped[str]
    reviewer: Mapped[str | None]
    origin: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = _now()
    published_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state in ({STATES})", name="state"),
        CheckConstraint(f"origin in ({ORIGINS})", name="origin"),
    )


class ChangeRow(Base):
    """The number of the last change: one row, which whoever changes anything holds."""

    __tablename__ = "knowledge_change"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    seq: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (CheckConstraint("single", name="single"),)


class NextTopic(Base):
    """How often `next` was asked soon after `topic` in one conversation."""

    __tablename__ = "next_topic"

    topic: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class GapRow(Base):
    """A message that was not answered, masked; `message_id` makes a second note of it a no-op."""

    __tablename__ = "gap"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    message_id: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = _now()

    __table_args__ = (UniqueConstraint("message_id"), Index("gap_at", "at"))
