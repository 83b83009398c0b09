"""The tables of customers: who is who, what they agreed to, their risk test, their shares and their wishes.

What must be provable later is only ever added to: a trigger refuses to change consents, answers, results and
evidence. `sealed` holds the personal fields of a row (sealed.py); their own columns are null then, and hold
what was written before until the keys are rotated. No foreign keys across rooms. Times are timestamptz.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Identity, Index, MetaData, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import BigInteger, LargeBinary, Numeric, Text

CONSENTS = "'records', 'finances', 'marketing', 'abroad'"
LINK_OUTCOMES = "'joined', 'same', 'wrong'"
TEST_STATES = "'open', 'finished', 'dropped'"
KEPT = ("investor_consent", "risk_answer", "risk_result", "suitability_evidence")
"""Tables that are only ever added to."""


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
        bytes: LargeBinary,
        Decimal: Numeric,
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[dict[str, Any]]: JSONB(none_as_null=True),
        list[str]: ARRAY(Text),
    }


def _number() -> Mapped[int]:
    return mapped_column(BigInteger, Identity(), primary_key=True)


def _whose() -> Mapped[int]:
    return mapped_column(BigInteger)


def _part_of_key() -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False)


def _now() -> Any:
    return mapped_column(server_default=text("now()"))


class Investor(Base):
    """One person, on however many channels. Between `quiet_from` and `quiet_to` (minutes of the day in
    Shanghai; over midnight where the first is later) only what is urgent is sent unasked. Who turned out to
    be known already was `joined_into` that other one: what was kept for good stays under the old number.
    """

    __tablename__ = "investor"

    id: Mapped[int] = _number()
    language: Mapped[str | None]
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    joined_into: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = _now()

    __table_args__ = (
        CheckConstraint("(quiet_from is null) = (quiet_to is null)", name="quiet"),
        CheckConstraint("quiet_from between 0 and 1439 and quiet_to between 0 and 1439", name="minutes"),
        Index("investor_joined", "joined_into", postgresql_where=text("joined_into is not null")),
    )


class Account(Base):
    """An investor on a channel; `user_id` is the platform's, as conversations have it."""

    __tablename__ = "investor_account"

    channel: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    investor_id: Mapped[int] = _whose()
    linked_at: Mapped[datetime] = _now()

    __table_args__ = (Index("investor_account_investor", "investor_id"),)


class LinkCode(Base):
    """A one-time code that lets another channel join: its hash; the code itself is kept nowhere."""

    __tablename__ = "investor_link_code"

    digest: Mapped[str] = mapped_column(primary_key=True)
    investor_id: Mapped[int] = _whose()
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("investor_link_code_investor", "investor_id"),)


class LinkTry(Base):
    """A code that was typed, right or wrong: `account` is a hash of who did, and an hour later it may go."""

    __tablename__ = "investor_link_try"

    account: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    at: Mapped[datetime] = _now()

    __table_args__ = (
        CheckConstraint(f"outcome in ({LINK_OUTCOMES})", name="outcome"),
        Index("investor_link_try_at", "at"),
    )


class Consent(Base):
    """What an investor agreed to or withdrew, in which words (`version`); the newest of a kind counts."""

    __tablename__ = "investor_consent"

    id: Mapped[int] = _number()
    investor_id: Mapped[int] = _whose()
    kind: Mapped[str]
    given: Mapped[bool]
    version: Mapped[str]
    channel: Mapped[str]
    message_id: Mapped[str]
    at: Mapped[datetime] = _now()

    __table_args__ = (
        CheckConstraint(f"kind in ({CONSENTS})", name="kind"),
        UniqueConstraint("investor_id", "kind", "message_id"),
    )


class RiskTest(Base):
    """One try at the risk-tolerance test, by the questionnaire of that `version`."""

    __tablename__ = "risk_test"

    id: Mapped[int] = _number()
    investor_id: Mapped[int] = _whose()
    version: Mapped[str]
    channel: Mapped[str]
    message_id: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="open")
    started_at: Mapped[datetime] = _now()
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state in ({TEST_STATES})", name="state"),
        UniqueConstraint("investor_id", "message_id"),
        Index("risk_test_open", "investor_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("risk_test_investor", "investor_id", "started_at"),
    )


class RiskAnswer(Base):
    """An answer, or a changed one: of a question's answers the one with the highest `id` counts. Without
    `options` the question is open again, and every one of the test where `question` is "*". `seconds` is how
    long it had been shown; null where it was put aside.
    """

    __tablename__ = "risk_answer"

    id: Mapped[int] = _number()
    test_id: Mapped[int] = mapped_column(BigInteger)
    question: Mapped[str]
    options: Mapped[list[str] | None]
    sealed: Mapped[bytes | None]
    seconds: Mapped[int | None]
    message_id: Mapped[str]
    at: Mapped[datetime] = _now()

    __table_args__ = (UniqueConstraint("test_id", "message_id"),)


class RiskResult(Base):
    """What came out of a test: points, level, why it differs from what the points say, and the letter as it
    was shown.
    """

    __tablename__ = "risk_result"

    test_id: Mapped[int] = _part_of_key()
    investor_id: Mapped[int] = _whose()
    version: Mapped[str]
    score: Mapped[Decimal | None]
    level: Mapped[str | None]
    lowest: Mapped[bool | None]
    reasons: Mapped[list[str] | None]
    letter: Mapped[str | None]
    sealed: Mapped[bytes | None]
    seconds: Mapped[int]
    at: Mapped[datetime] = _now()
    valid_until: Mapped[datetime]

    __table_args__ = (Index("risk_result_investor", "investor_id", "at"),)


class Evidence(Base):
    """What was shown to an investor about a product, and what they answered."""

    __tablename__ = "suitability_evidence"

    id: Mapped[int] = _number()
    investor_id: Mapped[int] = _whose()
    product: Mapped[str]
    step: Mapped[str]
    shown: Mapped[dict[str, Any] | None]
    answered: Mapped[str | None]
    sealed: Mapped[bytes | None]
    channel: Mapped[str]
    message_id: Mapped[str]
    at: Mapped[datetime] = _now()

    __table_args__ = (
        UniqueConstraint("investor_id", "message_id", "step"),
        Index("suitability_evidence_investor", "investor_id", "at"),
    )


class Watched(Base):
    """A share that an investor watches; `ref` is exchange and code, "SH600519"."""

    __tablename__ = "watched"

    investor_id: Mapped[int] = _part_of_key()
    ref: Mapped[str] = mapped_column(primary_key=True)
    added_at: Mapped[datetime] = _now()

    __table_args__ = (Index("watched_ref", "ref", "investor_id"),)


class Holding(Base):
    """What an investor says they hold: shares or fund units, and the price paid for one in yuan."""

    __tablename__ = "holding"

    investor_id: Mapped[int] = _part_of_key()
    ref: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[Decimal | None]
    cost: Mapped[Decimal | None]
    sealed: Mapped[bytes | None]
    source: Mapped[str]
    updated_at: Mapped[datetime] = _now()

    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("source in ('chat', 'list', 'csv', 'broker')", name="source"),
        Index("holding_ref", "ref", "investor_id"),
    )


class PriceAlert(Base):
    """A price or a change of a share at which an investor wants to be told, once."""

    __tablename__ = "price_alert"

    id: Mapped[int] = _number()
    investor_id: Mapped[int] = _whose()
    ref: Mapped[str]
    kind: Mapped[str]
    threshold: Mapped[Decimal | None]
    message_id: Mapped[str]
    created_at: Mapped[datetime] = _now()
    expires_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind in ('above', 'below', 'rise', 'fall', 'limit_up', 'limit_down')", name="kind"),
        UniqueConstraint("investor_id", "message_id", "ref", "kind"),
        Index("price_alert_live", "ref", postgresql_where=text("fired_at is null and cancelled_at is null")),
        Index("price_alert_investor", "investor_id"),
    )


class Subscription(Base):
    """Whether an investor wants what is sent by itself: a brief, or a kind of alert."""

    __tablename__ = "subscription"

    investor_id: Mapped[int] = _part_of_key()
    kind: Mapped[str] = mapped_column(primary_key=True)
    wanted: Mapped[bool]
    changed_at: Mapped[datetime] = _now()

    __table_args__ = (Index("subscription_kind", "kind", "investor_id", postgresql_where=text("wanted")),)
