"""The ledger: sealed days, their leaves, and checks of them; records of customers may go after twenty years.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
NOW = sa.text("now()")
OF_CUSTOMERS = ("investor_consent", "risk_answer", "risk_result", "suitability_evidence")
CUSTOMERS_ARE_KEPT = """
create or replace function customers_is_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_level = 'ROW' then
        if old.at < now() - interval '20 years' then
            return old;
        end if;
    end if;
    raise exception 'this is only ever added to' using errcode = 'restrict_violation';
end $$"""
CUSTOMERS_WERE_KEPT = """
create or replace function customers_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'this is only ever added to' using errcode = 'restrict_violation';
end $$"""
DAY_IS_KEPT = """
create function ledger_day_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'a sealed day is only ever added to' using errcode = 'restrict_violation';
end $$"""
LEAF_IS_KEPT = """
create function ledger_leaf_is_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.day, new.conversation_id, new.first, new.last, new.leaves)
               is not distinct from (old.day, old.conversation_id, old.first, old.last, old.leaves)
           and length(new.salts) = length(old.salts)
           and not exists (
               select from generate_series(0, length(old.salts) / 16 - 1) as n
               where substr(new.salts, 16 * n + 1, 16)
                   not in (substr(old.salts, 16 * n + 1, 16), decode(repeat('00', 16), 'hex')))
        then
            return new;
        end if;
    end if;
    raise exception 'of leaves only salts are blanked' using errcode = 'restrict_violation';
end $$"""


def _guard(table: str, against: str) -> None:
    """Refuse these at once for the whole statement, and updates too, unless a trigger of their own does."""
    op.execute(f"drop trigger {table}_is_kept on {table}")
    op.execute(
        f"""
        do $$ begin
          if exists (select from pg_trigger
                     where tgrelid = '{table}'::regclass and tgname = '{table}_is_not_changed')
          then
            create trigger {table}_is_kept before {against} on {table}
            for each statement execute function customers_is_kept();
          else
            create trigger {table}_is_kept before update or {against} on {table}
            for each statement execute function customers_is_kept();
          end if;
        end $$"""
    )


def upgrade() -> None:
    op.create_table(
        "ledger_day",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("leaves", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("ledger_day_pkey")),
        sa.UniqueConstraint("day", name=op.f("ledger_day_day_key")),
    )
    op.create_table(
        "ledger_leaf",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.Column("salts", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "length(leaves) = 32 * (last - first + 1) and length(salts) = 16 * (last - first + 1)",
            name=op.f("ledger_leaf_length_check"),
        ),
        sa.PrimaryKeyConstraint("day", "conversation_id", name=op.f("ledger_leaf_pkey")),
    )
    op.create_index("ledger_leaf_conversation", "ledger_leaf", ["conversation_id", "last"], unique=False)
    op.create_table(
        "ledger_check",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("broken", postgresql.JSONB(), nullable=True),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("ledger_check_pkey")),
    )
    op.execute(DAY_IS_KEPT)
    op.execute(LEAF_IS_KEPT)
    op.execute(
        "create trigger ledger_day_is_kept before update or delete or truncate on ledger_day "
        "for each statement execute function ledger_day_is_kept()"
    )
    op.execute(
        "create trigger ledger_leaf_is_kept before update or delete on ledger_leaf "
        "for each row execute function ledger_leaf_is_kept()"
    )
    op.execute(
        "create trigger ledger_leaf_is_whole before truncate on ledger_leaf "
        "for each statement execute function ledger_leaf_is_kept()"
    )
    op.execute(CUSTOMERS_ARE_KEPT)
    for table in OF_CUSTOMERS:
        _guard(table, "truncate")
        op.execute(
            f"create trigger {table}_is_young before delete on {table} "
            "for each row execute function customers_is_kept()"
        )


def downgrade() -> None:
    for table in OF_CUSTOMERS:
        op.execute(f"drop trigger {table}_is_young on {table}")
        _guard(table, "delete or truncate")
    op.execute(CUSTOMERS_WERE_KEPT)
    op.drop_table("ledger_check")
    op.drop_table("ledger_leaf")
    op.drop_table("ledger_day")
    op.execute("drop function ledger_leaf_is_kept")
    op.execute("drop function ledger_day_is_kept")
