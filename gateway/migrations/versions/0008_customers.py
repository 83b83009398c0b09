"""Customers: identity, consent, the risk test, evidence, watchlists and holdings, wishes to be told.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")
WORDS = postgresql.ARRAY(sa.Text())
KEPT = ("investor_consent", "risk_answer", "risk_result", "suitability_evidence")
IS_KEPT = """
create function customers_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'this is only ever added to' using errcode = 'restrict_violation';
end $$"""


def upgrade() -> None:
    op.create_table(
        "holding",
        sa.Column("investor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("cost", sa.Numeric(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint("source in ('chat', 'list', 'csv', 'broker')", name=op.f("holding_source_check")),
        sa.CheckConstraint("quantity > 0", name=op.f("holding_quantity_check")),
        sa.PrimaryKeyConstraint("investor_id", "ref", name=op.f("holding_pkey")),
    )
    op.create_index("holding_ref", "holding", ["ref", "investor_id"], unique=False)
    op.create_table(
        "investor",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("joined_into", sa.BigInteger(), nullable=True),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint("(quiet_from is null) = (quiet_to is null)", name=op.f("investor_quiet_check")),
        sa.CheckConstraint(
            "quiet_from between 0 and 1439 and quiet_to between 0 and 1439",
            name=op.f("investor_minutes_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("investor_pkey")),
    )
    op.create_index(
        "investor_joined",
        "investor",
        ["joined_into"],
        unique=False,
        postgresql_where=sa.text("joined_into is not null"),
    )
    op.create_table(
        "investor_account",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("channel", "user_id", name=op.f("investor_account_pkey")),
    )
    op.create_index("investor_account_investor", "investor_account", ["investor_id"], unique=False)
    op.create_table(
        "investor_consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "kind in ('records', 'finances', 'marketing', 'abroad')", name=op.f("investor_consent_kind_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("investor_consent_pkey")),
        sa.UniqueConstraint(
            "investor_id", "kind", "message_id", name=op.f("investor_consent_investor_id_kind_message_id_key")
        ),
    )
    op.create_table(
        "investor_link_code",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("investor_link_code_pkey")),
    )
    op.create_index("investor_link_code_investor", "investor_link_code", ["investor_id"], unique=False)
    op.create_table(
        "investor_link_try",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "outcome in ('joined', 'same', 'wrong')", name=op.f("investor_link_try_outcome_check")
        ),
        sa.PrimaryKeyConstraint("account", "message_id", name=op.f("investor_link_try_pkey")),
    )
    op.create_index("investor_link_try_at", "investor_link_try", ["at"], unique=False)
    op.create_table(
        "price_alert",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Numeric(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("fired_at", MOMENT, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind in ('above', 'below', 'rise', 'fall', 'limit_up', 'limit_down')",
            name=op.f("price_alert_kind_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("price_alert_pkey")),
        sa.UniqueConstraint(
            "investor_id",
            "message_id",
            "ref",
            "kind",
            name=op.f("price_alert_investor_id_message_id_ref_kind_key"),
        ),
    )
    op.create_index("price_alert_investor", "price_alert", ["investor_id"], unique=False)
    op.create_index(
        "price_alert_live",
        "price_alert",
        ["ref"],
        unique=False,
        postgresql_where=sa.text("fired_at is null and cancelled_at is null"),
    )
    op.create_table(
        "risk_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("test_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", WORDS, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("risk_answer_pkey")),
        sa.UniqueConstraint("test_id", "message_id", name=op.f("risk_answer_test_id_message_id_key")),
    )
    op.create_table(
        "risk_result",
        sa.Column("test_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("lowest", sa.Boolean(), nullable=False),
        sa.Column("reasons", WORDS, nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("test_id", name=op.f("risk_result_pkey")),
    )
    op.create_index("risk_result_investor", "risk_result", ["investor_id", "at"], unique=False)
    op.create_table(
        "risk_test",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("started_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("state in ('open', 'finished', 'dropped')", name=op.f("risk_test_state_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("risk_test_pkey")),
        sa.UniqueConstraint("investor_id", "message_id", name=op.f("risk_test_investor_id_message_id_key")),
    )
    op.create_index("risk_test_investor", "risk_test", ["investor_id", "started_at"], unique=False)
    op.create_index(
        "risk_test_open",
        "risk_test",
        ["investor_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "subscription",
        sa.Column("investor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("investor_id", "kind", name=op.f("subscription_pkey")),
    )
    op.create_index(
        "subscription_kind",
        "subscription",
        ["kind", "investor_id"],
        unique=False,
        postgresql_where=sa.text("wanted"),
    )
    op.create_table(
        "suitability_evidence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("investor_id", sa.BigInteger(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("shown", postgresql.JSONB(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("suitability_evidence_pkey")),
        sa.UniqueConstraint(
            "investor_id",
            "message_id",
            "step",
            name=op.f("suitability_evidence_investor_id_message_id_step_key"),
        ),
    )
    op.create_index(
        "suitability_evidence_investor", "suitability_evidence", ["investor_id", "at"], unique=False
    )
    op.create_table(
        "watched",
        sa.Column("investor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("investor_id", "ref", name=op.f("watched_pkey")),
    )
    op.create_index("watched_ref", "watched", ["ref", "investor_id"], unique=False)
    op.execute(IS_KEPT)
    for table in KEPT:
        op.execute(
            f"create trigger {table}_is_kept before update or delete or truncate on {table} "
            "for each statement execute function customers_is_kept()"
        )


def downgrade() -> None:
    op.drop_table("watched")
    op.drop_table("suitability_evidence")
    op.drop_table("subscription")
    op.drop_table("risk_test")
    op.drop_table("risk_result")
    op.drop_table("risk_answer")
    op.drop_table("price_alert")
    op.drop_table("investor_link_try")
    op.drop_table("investor_link_code")
    op.drop_table("investor_consent")
    op.drop_table("investor_account")
    op.drop_table("investor")
    op.drop_table("holding")
    op.execute("drop function customers_is_kept")
