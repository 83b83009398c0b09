"""Commands beside a running Wenpan: the database they use."""

import psycopg
import pytest

from gateway.running import database_at_hand, empty_database
from gateway.settings import Settings


def test_a_database_of_the_operator_is_the_one_to_use() -> None:
    given = {"DATABASE_URL": "postgresql://127.0.0.1:9/wenpan"}
    with database_at_hand(Settings.read(given, lambda name: f"kept-secret-{name}")) as dsn:
        assert dsn == given["DATABASE_URL"]


def test_where_nothing_runs_there_is_one_for_the_time_of_a_command() -> None:
    with empty_database() as dsn, psycopg.connect(dsn) as connection:
        assert connection.execute("select count(*) from channel_token").fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn, connect_timeout=2)
