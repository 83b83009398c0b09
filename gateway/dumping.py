"""PostgreSQL's own programs that write a database out and in: those of the server's version."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gateway.errors import DumpFailed
from gateway.postgres_home import installation

_PLAIN = ("--no-owner", "--no-privileges")  # whoever puts it back owns it
_TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"
_REVISION = "select version_num from alembic_version"
_KEYS = "select id from data_key where retired_at is null order by id"
_NAMED = "select distinct media ->> 'file' from message where media ? 'file'"


@dataclass(frozen=True, slots=True)
class Dumped:
    """What the dump holds: its migration, rows by table, ids of the keys that its values need, and the files
    of RECEIVED_DIR that its messages name.
    """

    revision: str
    tables: Mapping[str, int]
    keys: Sequence[str]
    named: frozenset[str]


def dump(dsn: str, into: Path) -> Dumped:
    """Everything as it was at one moment, while others write. Raises DumpFailed and OperationalError."""
    with psycopg.connect(dsn) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        (snapshot,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
        argv = ["--format=custom", *_PLAIN, f"--snapshot={snapshot}", f"--file={into}"]
        _run("pg_dump", argv, dsn, connection.info.server_version)
        names = [row[0] for row in connection.execute(_NAMED)]
        keys = [row[0] for row in connection.execute(_KEYS)]
        (revision,) = connection.execute(_REVISION).fetchone() or ("",)
        return Dumped(revision, counted(connection), keys, frozenset(names))


def put_back(dsn: str, dumped: Path) -> None:
    """The whole dump or nothing of it. Raises DumpFailed and OperationalError."""
    with psycopg.connect(dsn) as connection:
        version = connection.info.server_version
    argv = ["--exit-on-error", "--single-transaction", *_PLAIN, str(dumped)]
    _run("pg_restore", argv, dsn, version)


def counted(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of every table."""
    counts = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        statement = sql.SQL("select count(*) from {}").format(sql.Identifier(name))
        (counts[name],) = connection.execute(statement).fetchone() or (0,)
    return counts


def _run(name: str, arguments: Sequence[str], dsn: str, server: int) -> None:
    """The password goes by the environment: arguments can be read by everybody on the machine."""
    password = conninfo_to_dict(dsn).get("password")
    env = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    argv = [_program(name, server // 10_000), f"--dbname={_without_password(dsn)}", *arguments]
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's
    if done.returncode:
        raise DumpFailed(name, done.stderr)


def _without_password(dsn: str) -> str:
    given = {name: str(value) for name, value in conninfo_to_dict(dsn).items() if name != "password"}
    return make_conninfo("", **given)


def _program(name: str, server: int) -> str:
    """The one on the PATH where it is of the server's version, else the one that comes with us."""
    found = shutil.which(name)
    return found if found and _major(found) == server else str(installation() / "bin" / name)


def _major(program: str) -> int | None:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"(\d+)(\.|\s|$)", said.stdout)
    return int(version[1]) if version else None
