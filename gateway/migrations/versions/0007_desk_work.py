"""What agents do with conversations: notes, replies, alerts, appointments, ratings, Chatwoot.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")
WORDS = postgresql.ARRAY(sa.Text())
NOTHING = sa.text("'{}'")


def upgrade() -> None:
    op.create_table(
        "desk_alert",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("raised_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_alert_pkey")),
        sa.UniqueConstraint(
            "conversation_id",
            "epoch",
            "reason",
            name=op.f("desk_alert_conversation_id_epoch_reason_key"),
        ),
    )
    op.create_index(
        "desk_alert_unseen", "desk_alert", ["raised_at"], postgresql_where=sa.text("seen_at is null")
    )
    op.create_table(
        "desk_appointment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), server_default="booked", nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "state in ('booked', 'begun', 'kept', 'missed', 'cancelled')",
            name=op.f("desk_appointment_state_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_appointment_pkey")),
    )
    op.create_index(
        "desk_appointment_due",
        "desk_appointment",
        ["starts_at"],
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.create_index(
        "desk_appointment_slot",
        "desk_appointment",
        ["agent", "starts_at"],
        unique=True,
        postgresql_where=sa.text("state in ('booked', 'begun')"),
    )
    op.create_table(
        "desk_canned",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shortcut", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_canned_pkey")),
    )
    op.create_index(
        "desk_canned_shortcut", "desk_canned", ["shortcut"], unique=True, postgresql_where=sa.text("active")
    )
    op.create_table(
        "desk_chatwoot_link",
        sa.Column("conversation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("updated_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("desk_chatwoot_link_pkey")),
        sa.UniqueConstraint("number", name=op.f("desk_chatwoot_link_number_key")),
    )
    op.create_table(
        "desk_chatwoot_message",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_chatwoot_message_pkey")),
    )
    op.create_index(
        "desk_chatwoot_message_unreported",
        "desk_chatwoot_message",
        ["conversation_id"],
        postgresql_where=sa.text("reported is null"),
    )
    op.create_table(
        "desk_contact",
        sa.Column("conversation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("vip", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("last_agent", sa.Text(), nullable=True),
        sa.Column("tags", WORDS, server_default=NOTHING, nullable=False),
        sa.Column("updated_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("desk_contact_pkey")),
    )
    op.create_table(
        "desk_draft",
        sa.Column("conversation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "agent", name=op.f("desk_draft_pkey")),
    )
    op.create_table(
        "desk_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint("kind in ('note', 'whisper', 'system')", name=op.f("desk_note_kind_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_note_pkey")),
    )
    op.create_index("desk_note_conversation", "desk_note", ["conversation_id", "id"])
    op.create_table(
        "desk_rating",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("rated_at", MOMENT, nullable=True),
        sa.CheckConstraint("subject in ('bot', 'agent')", name=op.f("desk_rating_subject_check")),
        sa.CheckConstraint("score between 1 and 5", name=op.f("desk_rating_score_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_rating_pkey")),
        sa.UniqueConstraint(
            "conversation_id",
            "epoch",
            "subject",
            name=op.f("desk_rating_conversation_id_epoch_subject_key"),
        ),
    )
    op.create_index("desk_rating_asked", "desk_rating", ["asked_at"])
    op.create_table(
        "desk_told",
        sa.Column("conversation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "epoch", "what", name=op.f("desk_told_pkey")),
    )
    op.create_table(
        "desk_wish",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind in ('copy', 'correct', 'delete')", name=op.f("desk_wish_kind_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("desk_wish_pkey")),
    )


def downgrade() -> None:
    op.drop_table("desk_wish")
    op.drop_table("desk_told")
    op.drop_table("desk_rating")
    op.drop_table("desk_note")
    op.drop_table("desk_draft")
    op.drop_table("desk_contact")
    op.drop_table("desk_chatwoot_message")
    op.drop_table("desk_chatwoot_link")
    op.drop_table("desk_canned")
    op.drop_table("desk_appointment")
    op.drop_table("desk_alert")
