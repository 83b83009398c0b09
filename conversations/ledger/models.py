"""The tables of the ledger: sealed days, the leaves of their trees, and what a check of them came to.

A trigger refuses every change of a day, and of leaves all but that a salt is blanked.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, Identity, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from conversations.models import Base


def _now() -> Any:
    return mapped_column(server_default=text("now()"))


class LedgerDay(Base):
    """A sealed day (Shanghai); see chain.py for `hash`."""

    __tablename__ = "ledger_day"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date)
    leaves: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime] = _now()

    __table_args__ = (UniqueConstraint("day"),)


class LedgerLeaf(Base):
    """What one conversation gave to the tree of a day: the messages from `first` to `last`. `leaves` are
    their hashes (32 bytes each), `salts` the salts (16 bytes each, zeros where what was said was taken out).
    """

    __tablename__ = "ledger_leaf"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first: Mapped[int]
    last: Mapped[int]
    leaves: Mapped[bytes] = mapped_column(LargeBinary)
    salts: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint(
            "length(leaves) = 32 * (last - first + 1) and length(salts) = 16 * (last - first + 1)",
            name="length",
        ),
        Index("ledger_leaf_conversation", "conversation_id", "last"),
    )


class LedgerCheck(Base):
    """A check of the days up to `day`: so many `messages` looked at, and where the first divergence is."""

    __tablename__ = "ledger_check"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    day: Mapped[date | None] = mapped_column(Date)
    messages: Mapped[int] = mapped_column(BigInteger)
    broken: Mapped[dict[str, Any] | None]
    at: Mapped[datetime] = _now()
