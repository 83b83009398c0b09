"""Tickets with their deadlines.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("contact_due", moment, nullable=False),
        sa.Column("resolve_due", moment, nullable=False),
        sa.Column("contacted_at", moment, nullable=True),
        sa.Column("resolved_at", moment, nullable=True),
        sa.CheckConstraint("state in ('open', 'contacted', 'resolved')", name=op.f("ticket_state_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("ticket_pkey")),
        sa.UniqueConstraint(
            "conversation_id", "message_id", "kind", name=op.f("ticket_conversation_id_message_id_kind_key")
        ),
    )
    op.create_index(
        "ticket_unresolved", "ticket", ["contact_due"], postgresql_where=sa.text("state <> 'resolved'")
    )


def downgrade() -> None:
    op.drop_table("ticket")
