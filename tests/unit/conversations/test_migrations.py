"""The chain of migrations: one head, the same tables as the models, up and down again."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager

import conversations.ledger.models  # noqa: F401 - its tables are those of conversations
import desk.work.models  # noqa: F401 - its tables are the desk's
from channels.models import Base as Channels
from conversations.models import Base as Conversations
from customers.models import Base as Customers
from desk.models import Base as Desk
from gateway.migrations import __file__ as migrations_file
from gateway.migrations import check, config_for, migrate, retreat
from knowledge.models import Base as Knowledge
from notices.models import Base as Notices
from sealing.models import Base as Sealing

QUEUE = {f"procrastinate_{name}" for name in ("jobs", "events", "workers", "periodic_defers")}


def tables(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    return {row[0] for row in rows} - {"alembic_version"}


def routines_and_types(dsn: str) -> set[str]:
    made = """
        select proname from pg_proc where pronamespace = 'public'::regnamespace
        union
        select typname from pg_type
        where typnamespace = 'public'::regnamespace and typname !~ 'alembic_version'
    """
    with psycopg.connect(dsn) as connection:
        return {row[0] for row in connection.execute(made).fetchall()}


def test_the_chain_is_linear() -> None:
    script = ScriptDirectory.from_config(config_for())
    assert len(script.get_heads()) == 1
    assert not [revision.revision for revision in script.walk_revisions() if revision.is_merge_point]


def test_an_empty_database_is_brought_up_and_a_second_run_changes_nothing(empty_database: str) -> None:
    migrate(empty_database)
    rooms = (Channels, Conversations, Customers, Desk, Knowledge, Notices, Sealing)
    ours = {table for room in rooms for table in room.metadata.tables}
    assert ours | QUEUE == tables(empty_database)
    migrate(empty_database)
    check(empty_database)


def test_the_way_back_leaves_nothing(empty_database: str) -> None:
    migrate(empty_database)
    retreat(empty_database)
    assert tables(empty_database) == set()
    assert routines_and_types(empty_database) == set()
    migrate(empty_database)
    check(empty_database)


def test_who_waits_while_the_desk_comes_waits_in_a_segment(empty_database: str) -> None:
    migrate(empty_database, "0005")
    with psycopg.connect(empty_database) as connection:
        connection.execute(
            "insert into conversation (channel, user_id, owner, epoch, seq)"
            " values ('web', 'u1', 'queued', 3, 1), ('web', 'u2', 'bot', 2, 1)"
        )
    migrate(empty_database)
    with psycopg.connect(empty_database) as connection:
        rows = connection.execute("select segment from conversation order by user_id").fetchall()
    assert rows == [(3,), (None,)]


def test_the_job_queues_tables_are_those_of_its_installed_version() -> None:
    """Where this fails, the library has moved on: add a step with its own migrations since."""
    kept = Path(migrations_file).with_name("procrastinate_3_10_0.sql")
    assert kept.read_text(encoding="utf-8") == SchemaManager.get_schema()


def test_gateways_that_start_together_migrate_one_after_the_other(empty_database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [empty_database] * 4))
    check(empty_database)
