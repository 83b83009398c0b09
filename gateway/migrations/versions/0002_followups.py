"""Promises of second messages, and the tables of the job queue that keeps them.

Revision: 0002, after 0001. The queue's schema is a copy of what its version 3.10.0 ships, so that this step
stays what it is when the library moves on; a later version brings a step of its own.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUEUE = Path(__file__).resolve().parents[1] / "procrastinate_3_10_0.sql"
WITHOUT_QUEUE = """
drop table procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers
cascade;
do $$
declare made text;
begin
  for made in
    select format('drop routine %s', oid::regprocedure) from pg_proc
    where proname like 'procrastinate\\_%' and pronamespace = current_schema::regnamespace
  loop execute made; end loop;
end $$;
drop type procrastinate_job_to_defer_v1, procrastinate_job_event_type, procrastinate_job_status;
"""


def upgrade() -> None:
    op.create_table(
        "followup",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="wanted", nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('wanted', 'said', 'failed', 'dropped')", name=op.f("followup_state_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("followup_pkey")),
        sa.UniqueConstraint(
            "conversation_id", "message_id", "kind", name=op.f("followup_conversation_id_message_id_kind_key")
        ),
    )
    _run(QUEUE.read_text(encoding="utf-8"))


def downgrade() -> None:
    _run(WITHOUT_QUEUE)
    op.drop_table("followup")


def _run(statements: str) -> None:
    """Several statements as they are: colons and percent signs are theirs."""
    op.get_bind().exec_driver_sql(statements, execution_options={"no_parameters": True})
