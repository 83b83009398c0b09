"""Segments of conversations; the people of the desk, their sessions, what was set, what was done.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")
WORDS = postgresql.ARRAY(sa.Text())
NOTHING = sa.text("'{}'")
KEEP_AUDIT = """
create function desk_audit_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only ever added to' using errcode = 'restrict_violation';
end $$;
create trigger desk_audit_is_kept before update or delete or truncate on desk_audit
for each statement execute function desk_audit_is_kept()"""


def upgrade() -> None:
    op.create_table(
        "desk_agent",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("skills", WORDS, server_default=NOTHING, nullable=False),
        sa.Column("licences", WORDS, server_default=NOTHING, nullable=False),
        sa.Column("languages", WORDS, server_default=NOTHING, nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="3", nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("recovery", WORDS, server_default=NOTHING, nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "role in ('agent', 'senior', 'supervisor', 'quality', 'compliance', 'admin')",
            name=op.f("desk_agent_role_check"),
        ),
        sa.CheckConstraint("capacity between 0 and 50", name=op.f("desk_agent_capacity_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_agent_pkey")),
        sa.UniqueConstraint("number", name=op.f("desk_agent_number_key")),
    )
    op.create_table(
        "desk_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_attempt_pkey")),
    )
    op.create_index("desk_attempt_counted", "desk_attempt", ["counted", "at"])
    op.create_table(
        "desk_audit",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_audit_pkey")),
    )
    op.create_index("desk_audit_actor", "desk_audit", ["actor", "id"])
    op.create_index("desk_audit_subject", "desk_audit", ["subject", "id"])
    op.execute(KEEP_AUDIT)
    op.create_table(
        "desk_presence",
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="away", nullable=False),
        sa.Column("since", MOMENT, server_default=NOW, nullable=False),
        sa.Column("seen_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("load", sa.Integer(), server_default="0", nullable=False),
        sa.Column("turned_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("missed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missed_at", MOMENT, nullable=True),
        sa.CheckConstraint("state in ('ready', 'busy', 'away')", name=op.f("desk_presence_state_check")),
        sa.PrimaryKeyConstraint("agent", name=op.f("desk_presence_pkey")),
    )
    op.create_table(
        "desk_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("seen_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("fresh_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_session_pkey")),
    )
    op.create_index(
        "desk_session_agent", "desk_session", ["agent"], postgresql_where=sa.text("ended_at is null")
    )
    op.create_table(
        "desk_setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("desk_setting_pkey")),
    )
    op.add_column("conversation", sa.Column("joined", WORDS, server_default=NOTHING, nullable=False))
    op.add_column("conversation", sa.Column("segment", sa.Integer(), nullable=True))
    op.execute("update conversation set segment = epoch where owner not in ('bot', 'closed')")
    op.add_column("conversation", sa.Column("moved_at", MOMENT, server_default=NOW, nullable=False))
    op.create_index(
        "conversation_attended",
        "conversation",
        ["owner", "agent"],
        postgresql_where=sa.text("owner not in ('bot', 'closed')"),
    )
    op.create_index(
        "message_file",
        "message",
        [sa.text("(media ->> 'file')")],
        postgresql_where=sa.text("media ? 'file'"),
    )
    op.create_index("message_at", "message", ["at"], postgresql_using="brin")
    op.add_column("transition", sa.Column("segment", sa.Integer(), nullable=True))
    op.add_column("transition", sa.Column("agent", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_table("desk_setting")
    op.drop_table("desk_session")
    op.drop_table("desk_presence")
    op.drop_table("desk_audit")
    op.execute("drop function desk_audit_is_kept")
    op.drop_table("desk_attempt")
    op.drop_table("desk_agent")
    op.drop_index("message_at", "message")
    op.drop_index("message_file", "message")
    op.drop_index("conversation_attended", "conversation")
    op.drop_column("transition", "agent")
    op.drop_column("transition", "segment")
    op.drop_column("conversation", "moved_at")
    op.drop_column("conversation", "segment")
    op.drop_column("conversation", "joined")
