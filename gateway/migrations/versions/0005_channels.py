"""Channels: shared tokens, places in streams, what may be written, pictures a platform has, its own desk.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")


def upgrade() -> None:
    for counter in ("done", "tried"):
        op.add_column("outbox", sa.Column(counter, sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "message_media_wanted",
        "message",
        ["conversation_id", "seq"],
        postgresql_where=sa.text("media ? 'wanted'"),
    )
    op.create_index("transition_at", "transition", ["at"])
    op.create_table(
        "channel_token",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("channel_token_pkey")),
    )
    op.create_table(
        "channel_cursor",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("moved_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("channel_cursor_pkey")),
    )
    _create_quota_window()
    op.create_table(
        "channel_upload",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("channel_upload_pkey")),
        sa.UniqueConstraint("account", "picture", name=op.f("channel_upload_account_picture_key")),
    )
    op.create_table(
        "service_state",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("servicer", sa.Text(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("channel", "user_id", name=op.f("service_state_pkey")),
    )


def downgrade() -> None:
    for table in ("service_state", "channel_upload", "quota_window", "channel_cursor", "channel_token"):
        op.drop_table(table)
    op.drop_index("transition_at", "transition")
    op.drop_index("message_media_wanted", "message")
    for counter in ("tried", "done"):
        op.drop_column("outbox", counter)


def _create_quota_window() -> None:
    op.create_table(
        "quota_window",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("used between 0 and total", name=op.f("quota_window_used_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("quota_window_pkey")),
    )
    op.create_index("quota_window_user", "quota_window", ["channel", "user_id", "expires_at"])
