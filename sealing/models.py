"""The tables of sealing: which keys the database has values of, and how far a rotation has come.

No foreign keys across rooms. Times are timestamptz.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"pk": "%(table_name)s_pkey"})
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        str: Text,
        datetime: TIMESTAMP(timezone=True),
        list[Any]: JSONB(none_as_null=True),
    }


class DataKey(Base):
    """A key that was the newest of a process; without `retired_at` values may be sealed with it."""

    __tablename__ = "data_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    first_used_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    retired_at: Mapped[datetime | None]


class Resealing(Base):
    """The walk through one table, or the folder of files, towards `key`: all up to `after` is done."""

    __tablename__ = "resealing"

    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
    after: Mapped[list[Any] | None]
    begun_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    done_at: Mapped[datetime | None]
