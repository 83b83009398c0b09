"""The chain of migrations: one head, the same tables as the models, up and down again."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest
from alembic.script import ScriptDirectory

from conversations.models import Base
from gateway.migrations import check, config_for, migrate, retreat

if TYPE_CHECKING:
    from gateway.postgres import EmbeddedPostgres


@pytest.fixture
def empty_database(postgres: "EmbeddedPostgres", postgres_dsn: str) -> Iterator[str]:
    name = f"empty_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield postgres.dsn_of(name)
        connection.execute(f'drop database "{name}" with (force)')


def tables(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    return {row[0] for row in rows} - {"alembic_version"}


def test_the_chain_is_linear() -> None:
    script = ScriptDirectory.from_config(config_for())
    assert len(script.get_heads()) == 1
    assert not [revision.revision for revision in script.walk_revisions() if revision.is_merge_point]


def test_an_empty_database_is_brought_up_and_a_second_run_changes_nothing(empty_database: str) -> None:
    migrate(empty_database)
    assert set(Base.metadata.tables) <= tables(empty_database)
    migrate(empty_database)
    check(empty_database)


def test_the_way_back_leaves_nothing(empty_database: str) -> None:
    migrate(empty_database)
    retreat(empty_database)
    assert tables(empty_database) == set()
    migrate(empty_database)
    check(empty_database)


def test_gateways_that_start_together_migrate_one_after_the_other(empty_database: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [empty_database] * 4))
    check(empty_database)
