"""The embedded PostgreSQL comes up whatever the last run left behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from gateway import postgres_home
from gateway.child import Account, Child, Command
from gateway.errors import FolderForeign, FolderInUse, PostgresFailed, VersionChanged
from gateway.postgres import EmbeddedPostgres

HOLDER = """
import sys, time, pathlib
from gateway.postgres import EmbeddedPostgres
folder = pathlib.Path(sys.argv[1])
postgres = EmbeddedPostgres(folder, log=folder / "postgres.log")
postgres.start()
print(postgres.server.pid, flush=True)
time.sleep(600)
"""


def cluster(folder: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(folder, log=folder / "postgres.log")


def hold(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Another process that runs the cluster; with it the pid of its server."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert holder.stdout is not None
    return holder, int(holder.stdout.readline())


def execute(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_gone(pid: int) -> None:
    deadline = time.monotonic() + 20
    while alive(pid):
        assert time.monotonic() < deadline, "the server outlived its supervisor"
        time.sleep(0.05)


def test_data_survives_stop_and_start(database_folder: Path) -> None:
    with cluster(database_folder) as first:
        execute(first.dsn, "create table kept as select 42 as answer")
    with cluster(database_folder) as second:
        assert execute(second.dsn, "select answer from kept") == [(42,)]


def test_it_stores_durably_and_listens_on_no_port(database_folder: Path) -> None:
    with cluster(database_folder) as running:
        assert execute(running.dsn, "show fsync") == [("on",)]
        assert execute(running.dsn, "show listen_addresses") == [("",)]
        assert execute(running.dsn, "show server_encoding") == [("UTF8",)]


def test_a_second_start_on_the_same_folder_says_so_and_harms_nobody(database_folder: Path) -> None:
    with cluster(database_folder) as first:
        with pytest.raises(FolderInUse, match="Another Wenpan is running"):
            cluster(database_folder).start()
        assert execute(first.dsn, "select 1") == [(1,)]


def test_the_server_dies_with_a_killed_supervisor(database_folder: Path) -> None:
    holder, server = hold(database_folder)
    holder.kill()
    holder.wait()
    wait_gone(server)


def test_it_starts_again_after_everything_was_killed(database_folder: Path) -> None:
    holder, server = hold(database_folder)
    with psycopg.connect(cluster(database_folder).dsn, autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")
    os.kill(server, signal.SIGKILL)
    holder.kill()
    holder.wait()
    with cluster(database_folder) as again:
        assert execute(again.dsn, "select answer from kept") == [(42,)]


def test_a_pid_file_that_names_a_living_stranger_does_not_keep_it_from_starting(
    database_folder: Path,
) -> None:
    with cluster(database_folder):
        pid_file = (database_folder / "data" / "postmaster.pid").read_text()
        socket_lock = (database_folder / "socket" / ".s.PGSQL.5432.lock").read_text()
    asleep = Child(
        Command(["/bin/sleep", "600"], database_folder / "sleep.log", account=postgres_home.account())
    )
    stranger = str(asleep.pid)
    (database_folder / "data" / "postmaster.pid").write_text(
        pid_file.replace(pid_file.split()[0], stranger, 1)
    )
    (database_folder / "socket" / ".s.PGSQL.5432.lock").write_text(
        socket_lock.replace(socket_lock.split()[0], stranger, 1)
    )
    with cluster(database_folder) as again:
        assert execute(again.dsn, "select 1") == [(1,)]
    assert asleep.status is None
    asleep.stop()


def test_a_folder_left_half_made_by_a_kill_is_made_anew(database_folder: Path) -> None:
    half_made = database_folder / "data.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    with cluster(database_folder) as running:
        assert execute(running.dsn, "select 1") == [(1,)]
    assert not half_made.exists()


def test_data_of_another_major_version_is_left_alone(database_folder: Path) -> None:
    with cluster(database_folder):
        pass
    (database_folder / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(VersionChanged, match=r"written by PostgreSQL 15 .* this is PostgreSQL \d+"):
        cluster(database_folder).start()


def test_a_server_that_cannot_start_names_its_log(database_folder: Path) -> None:
    broken = EmbeddedPostgres(
        database_folder, log=database_folder / "postgres.log", options={"shared_buffers": "nonsense"}
    )
    with pytest.raises(PostgresFailed) as failure:
        broken.start()
    assert failure.value.log == database_folder / "postgres.log"
    assert "nonsense" in failure.value.log.read_text()


def test_the_log_of_the_server_holds_no_values(database_folder: Path) -> None:
    with cluster(database_folder) as running, psycopg.connect(running.dsn) as connection:
        with pytest.raises(psycopg.DataError):
            connection.execute("select %s::jsonb", ['{"said": "13800138000", "broken": \\u0000}'])
        log = running.log.read_text()
    assert "invalid input syntax for type json" in log
    assert "13800138000" not in log


def test_a_folder_that_somebody_else_prepared_is_not_used(database_folder: Path) -> None:
    secret = database_folder / "secret"
    secret.mkdir(mode=0o755)
    (database_folder / "link").symlink_to(secret)
    with pytest.raises(FolderForeign):
        postgres_home.own_folder(database_folder / "link", postgres_home.account())
    assert secret.stat().st_uid == os.geteuid()


def test_a_folder_left_open_to_all_is_closed(database_folder: Path) -> None:
    (database_folder / "socket").mkdir()
    (database_folder / "socket").chmod(0o777)
    postgres_home.own_folder(database_folder / "socket", postgres_home.account())
    assert stat.S_IMODE((database_folder / "socket").stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_a_stranger_is_not_used(database_folder: Path) -> None:
    (database_folder / "socket").mkdir()
    os.chown(database_folder / "socket", 12345, 12345)
    with pytest.raises(FolderForeign):
        postgres_home.own_folder(database_folder / "socket", postgres_home.account())


def test_a_person_who_looks_around_in_the_data_is_left_alone(database_folder: Path) -> None:
    with cluster(database_folder):
        pass
    visitor = Child(
        Command(
            ["/bin/sleep", "600"],
            database_folder / "sleep.log",
            account=postgres_home.account(),
            cwd=database_folder / "data",
        )
    )
    with cluster(database_folder) as again:
        assert execute(again.dsn, "select 1") == [(1,)]
    assert visitor.status is None
    visitor.stop()


def test_a_long_path_moves_the_socket_not_the_data(database_folder: Path) -> None:
    deep = database_folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with cluster(deep) as running:
        assert execute(running.dsn, "select 1") == [(1,)]
        socket = postgres_home.socket_folder(deep)
        assert not socket.is_relative_to(deep)
    shutil.rmtree(socket)


def test_the_checkout_keeps_the_data_where_the_server_can_reach_it(database_folder: Path) -> None:
    nobody = Account(65534, 65534)
    assert postgres_home.default_folder(database_folder, nobody) == database_folder / "var" / "postgres"
    database_folder.chmod(0o700)
    elsewhere = postgres_home.default_folder(database_folder, nobody)
    assert not elsewhere.is_relative_to(database_folder)
    assert elsewhere == postgres_home.default_folder(database_folder, nobody)
    assert postgres_home.default_folder(database_folder, None) == database_folder / "var" / "postgres"


def test_binaries_out_of_reach_are_copied_once_and_run_from_there(database_folder: Path) -> None:
    hidden, nobody = database_folder / "hidden", Account(65534, 65534)
    shutil.copytree(postgres_home.installation(), hidden, symlinks=True)
    hidden.chmod(0o700)
    (database_folder / "install-0").mkdir()
    copy = postgres_home.binaries(hidden, database_folder, nobody)
    assert not copy.is_relative_to(hidden)
    assert postgres_home.enterable(copy / "postgres", nobody)
    assert subprocess.run([copy / "postgres", "--version"], check=True, capture_output=True).stdout
    assert postgres_home.binaries(hidden, database_folder, nobody) == copy
    assert [path.name for path in database_folder.glob("install-*")] == [copy.parent.name], (
        "an older copy stayed"
    )


def test_binaries_within_reach_are_not_copied(database_folder: Path) -> None:
    wheel = postgres_home.installation()
    assert postgres_home.binaries(wheel, database_folder, None) == wheel / "bin"


def test_each_test_gets_an_empty_database_of_its_own(database_url: str, postgres_dsn: str) -> None:
    assert database_url != postgres_dsn
    execute(database_url, "create table mine (n int)")
    assert execute(database_url, "select count(*) from mine") == [(0,)]


def test_the_installation_is_named_as_the_server_will_reach_it() -> None:
    wheel = postgres_home.installation()
    assert wheel == wheel.resolve()
    assert (wheel / "bin" / "initdb").exists()
