"""Articles and their versions, the number of the last change, what follows what, what lacks an answer.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("article_pkey")),
    )
    op.create_index("article_change", "article", ["change"], unique=False)
    op.create_table(
        "article_version",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'in_review', 'published', 'retired')",
            name=op.f("article_version_state_check"),
        ),
        sa.CheckConstraint("origin in ('file', 'desk')", name=op.f("article_version_origin_check")),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("article_version_pkey")),
    )
    op.create_table(
        "knowledge_change",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("single", name=op.f("knowledge_change_single_check")),
        sa.PrimaryKeyConstraint("single", name=op.f("knowledge_change_pkey")),
    )
    op.execute("insert into knowledge_change (seq) values (0)")
    op.create_table(
        "next_topic",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "next", name=op.f("next_topic_pkey")),
    )
    op.create_table(
        "gap",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("gap_pkey")),
        sa.UniqueConstraint("message_id", name=op.f("gap_message_id_key")),
    )
    op.create_index("gap_at", "gap", ["at"], unique=False)


def downgrade() -> None:
    for table in ("gap", "next_topic", "knowledge_change", "article_version", "article"):
        op.drop_table(table)
