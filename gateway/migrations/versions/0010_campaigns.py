"""Notices: what is sent unasked, campaigns, and an outbox that bears a million of them.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")
PENDING = sa.text("state = 'pending'")
AWAITED = "state = 'sent' and tried[array_upper(tried, 1)] ~ '^(subscription|template):'"
CAMPAIGN = "state in ('expanding', 'sending', 'finished', 'stopped')"
CALL = "call in ('calling', 'called', 'not_reached', 'later')"
NOTICE = (
    "state in ('waiting', 'queued', 'sent', 'delivered', 'read', 'unknown', 'unreachable', 'called', "
    "'dropped', 'rehearsed')"
)


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("corrects", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reply", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="expanding", nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("affected", sa.Integer(), server_default="0", nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("expanded_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint(CAMPAIGN, name=op.f("campaign_state_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("campaign_pkey")),
    )
    op.create_index(
        "campaign_event",
        "campaign",
        ["event_id"],
        unique=True,
        postgresql_where=sa.text("not rehearsal"),
    )
    _sent()
    op.add_column("outbox", sa.Column("notice", sa.BigInteger(), nullable=True))
    op.drop_index("outbox_due", table_name="outbox", postgresql_where=PENDING)
    op.create_index(
        "outbox_due",
        "outbox",
        ["channel", sa.text("priority desc"), "next_attempt_at"],
        postgresql_where=PENDING,
    )
    op.create_index("outbox_expiring", "outbox", ["channel", "expires_at"], postgresql_where=PENDING)


def _sent() -> None:
    op.create_table(
        "notice_sent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("reply", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("tried", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("call", sa.Text(), nullable=True),
        sa.Column("called_by", sa.Text(), nullable=True),
        sa.CheckConstraint(CALL, name=op.f("notice_sent_call_check")),
        sa.CheckConstraint(NOTICE, name=op.f("notice_sent_state_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_sent_pkey")),
        sa.UniqueConstraint("investor_id", "key", name=op.f("notice_sent_investor_id_key_key")),
        postgresql_with={"fillfactor": 80},
    )
    op.create_index("notice_sent_campaign", "notice_sent", ["campaign_id", "state", "id"])
    op.create_index("notice_sent_key", "notice_sent", ["key"], postgresql_where=sa.text("campaign_id = 0"))
    op.create_index(
        "notice_sent_receipt", "notice_sent", ["campaign_id", "id"], postgresql_where=sa.text(AWAITED)
    )


def downgrade() -> None:
    op.drop_index("outbox_expiring", table_name="outbox", postgresql_where=PENDING)
    op.drop_index("outbox_due", table_name="outbox", postgresql_where=PENDING)
    op.create_index(
        "outbox_due", "outbox", ["channel", "next_attempt_at"], unique=False, postgresql_where=PENDING
    )
    op.drop_column("outbox", "notice")
    op.drop_table("notice_sent")
    op.drop_table("campaign")
