"""Personal fields sealed: a column beside the plain ones, which rows of before keep until keys are rotated.

Every step is one that a gateway of before does not notice until a row is written sealed. Going back is
refused while there are sealed rows, for what they hold would be lost.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
contracts = "the default of desk_wish.text; every version writes the text of a wish itself"

FIELDS = {
    "holding": ("quantity", "cost"),
    "risk_answer": ("options",),
    "risk_result": ("score", "level", "lowest", "reasons", "letter"),
    "suitability_evidence": ("shown", "answered"),
    "desk_note": ("text",),
    "desk_draft": ("text",),
    "desk_wish": ("text", "answer"),
}
NULLABLE = {("holding", "cost"), ("suitability_evidence", "answered"), ("desk_wish", "answer")}
KEPT = ("risk_answer", "risk_result", "suitability_evidence")
MAY_BE_SEALED = """
create function customers_may_be_sealed() returns trigger language plpgsql as $$
declare
  fields text[] := string_to_array(tg_argv[0], ',');
begin
  if new.sealed is not null and to_jsonb(new) - fields - 'sealed' = to_jsonb(old) - fields - 'sealed'
     and not exists (select from unnest(fields) field where to_jsonb(new) -> field <> 'null') then
    return new;
  end if;
  raise exception '% is only ever added to', tg_table_name using errcode = 'restrict_violation';
end $$"""


def upgrade() -> None:
    moment = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "data_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first_used_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("retired_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("data_key_pkey")),
    )
    op.create_table(
        "resealing",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("begun_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("resealing_pkey")),
    )
    op.execute("alter table desk_wish alter column text drop default")
    for table, fields in FIELDS.items():
        op.add_column(table, sa.Column("sealed", sa.LargeBinary(), nullable=True))
        for field in fields:
            op.execute(f"alter table {table} alter column {field} drop not null")
    op.execute(MAY_BE_SEALED)
    for table in KEPT:
        op.execute(f"drop trigger {table}_is_kept on {table}")
        op.execute(
            f"create trigger {table}_is_kept before delete or truncate on {table} "
            "for each statement execute function customers_is_kept()"
        )
        op.execute(
            f"create trigger {table}_is_not_changed before update on {table} for each statement "
            f"when (current_setting('wenpan.sealing', true) is distinct from 'on') "
            "execute function customers_is_kept()"
        )
        op.execute(
            f"create trigger {table}_may_be_sealed before update on {table} "
            f"for each row execute function customers_may_be_sealed('{','.join(FIELDS[table])}')"
        )


def downgrade() -> None:
    for table in FIELDS:
        op.execute(
            f"do $$ begin if exists (select from {table} where sealed is not null) then "
            f"raise exception '% holds sealed rows, which would be lost', '{table}'; end if; end $$"
        )
    for table in KEPT:
        op.execute(f"drop trigger {table}_may_be_sealed on {table}")
        op.execute(f"drop trigger {table}_is_not_changed on {table}")
        op.execute(f"drop trigger {table}_is_kept on {table}")
        op.execute(
            f"create trigger {table}_is_kept before update or delete or truncate on {table} "
            "for each statement execute function customers_is_kept()"
        )
    op.execute("drop function customers_may_be_sealed")
    for table, fields in FIELDS.items():
        op.execute(f"alter table {table} drop constraint if exists {table}_all_sealed_check")
        for field in fields:
            if (table, field) not in NULLABLE:
                op.execute(f"alter table {table} alter column {field} set not null")
        op.drop_column(table, "sealed")
    op.execute("alter table desk_wish alter column text set default ''")
    op.drop_table("resealing")
    op.drop_table("data_key")
