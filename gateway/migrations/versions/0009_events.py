"""Events that investors are told of, when watchers last looked, and who has read what they were told.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("published_exact", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("first_seen_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("corrected_by", sa.BigInteger(), nullable=True),
        sa.Column("detail", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("level in ('red', 'orange', 'yellow')", name=op.f("event_level_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_pkey")),
        sa.UniqueConstraint("key", name=op.f("event_key_key")),
    )
    op.create_index("event_ref", "event", ["ref", "kind", "first_seen_at"], unique=False)
    op.create_index("event_seen", "event", ["first_seen_at"], unique=False)
    op.create_table(
        "event_acknowledged",
        sa.Column("investor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("investor_id", "event_id", name=op.f("event_acknowledged_pkey")),
    )
    op.create_index("event_acknowledged_event", "event_acknowledged", ["event_id"], unique=False)
    op.create_table(
        "watch_mark",
        sa.Column("watcher", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("watcher", "key", name=op.f("watch_mark_pkey")),
    )


def downgrade() -> None:
    op.drop_table("watch_mark")
    op.drop_table("event_acknowledged")
    op.drop_table("event")
