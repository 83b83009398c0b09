"""The runs in which briefs are sent.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "brief_run",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("after", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("told", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("leased_until", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("started_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("outcome in ('sent', 'late')", name=op.f("brief_run_outcome_check")),
        sa.CheckConstraint("(outcome is null) = (ended_at is null)", name=op.f("brief_run_ended_check")),
        sa.PrimaryKeyConstraint("kind", "day", name=op.f("brief_run_pkey")),
    )


def downgrade() -> None:
    op.drop_table("brief_run")
