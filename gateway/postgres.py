"""The embedded PostgreSQL: a real cluster from the wheel's binaries, as our child, over a unix socket.

One folder holds it: `data/`, `socket/`, `lock` and, where needed, a copy of the binaries
(`gateway.postgres_home`). `lock` is held by the supervisor and falls with it, so whoever holds it may
clear away what a killed run left: a half-made data folder, servers still on their way out, stale pid and
socket files.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from gateway import postgres_home
from gateway.child import Child, Command
from gateway.errors import FolderInUse, PostgresFailed, VersionChanged

USER = DATABASE = "wenpan"
ORPHAN_GRACE = 10.0  # seconds a killed run's server has to finish its own shutdown
OPTIONS = {
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # the details of an error quote what an investor wrote
}
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


class EmbeddedPostgres:
    """A cluster in `folder`; `options` are server settings, `log` the file its words go to."""

    def __init__(self, folder: Path, *, log: Path, options: Mapping[str, str] | None = None) -> None:
        self.folder, self.log = folder.resolve(), log.resolve()
        self._options = {**OPTIONS, **(options or {})}
        self._account = postgres_home.account()
        self._data = self.folder / "data"
        self._socket = postgres_home.socket_folder(self.folder)
        self._lock: IO[str] | None = None
        self._server: Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def dsn(self) -> str:
        return self.dsn_of(DATABASE)

    def dsn_of(self, database: str) -> str:
        """The libpq address of a database of this cluster."""
        return f"postgresql://{USER}@/{database}?host={quote(str(self._socket), safe='')}"

    @property
    def server(self) -> Child | None:
        """The running server process, for those who watch it."""
        return self._server

    def start(self, timeout: float = 120.0) -> str:
        """Bring the cluster up, whatever the last run left; returns the DSN once a connection works."""
        self._take_lock()
        try:
            self._clear_remains()
            bin_folder = postgres_home.binaries(postgres_home.installation(), self.folder, self._account)
            self._initialise(bin_folder)
            self._server = Child(self._command(bin_folder))
            self._wait_ready(time.monotonic() + timeout)
            self._create_database()
        except BaseException:
            self.stop()
            raise
        return self.dsn

    def stop(self, grace: float = 20.0) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self._server:
            self._server.stop(signal.SIGINT, grace)
            self._server = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._account:
            self.folder.chmod(0o755)
        lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            lock.close()
            raise FolderInUse(self.folder) from exc
        self._lock = lock

    def _clear_remains(self) -> None:
        """Nobody else holds the lock, so every trace of a server here is a dead run's."""
        end_orphans(self._data)
        for half_made in self.folder.glob("*.new"):
            shutil.rmtree(half_made)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        postgres_home.own_folder(self._socket, self._account)
        for stale in self._socket.glob(".s.PGSQL.*"):
            stale.unlink()

    def _initialise(self, bin_folder: Path) -> None:
        """Make the data folder beside its place and rename it: it is there whole or not at all."""
        if self._data.exists():
            self._check_version(bin_folder)
            return
        beside = self.folder / "data.new"
        postgres_home.own_folder(beside, self._account)
        argv = [str(bin_folder / "initdb"), "-D", str(beside), "-U", USER, "-A", "trust", "--no-instructions"]
        initdb = Child(Command([*argv, *LOCALE], self.log, account=self._account, cwd=self.folder))
        if status := initdb.wait():
            raise PostgresFailed(f"initdb ended with status {status}", self.log)
        beside.rename(self._data)
        sync_folder(self.folder)

    def _check_version(self, bin_folder: Path) -> None:
        found = (self._data / "PG_VERSION").read_text().strip()
        argv = [str(bin_folder / "postgres"), "--version"]
        said = subprocess.run(argv, capture_output=True, text=True, check=True)  # noqa: S603 - our own binary
        wanted = said.stdout.split()[-1].split(".")[0]
        if found != wanted:
            raise VersionChanged(self.folder, found, wanted)

    def _command(self, bin_folder: Path) -> Command:
        options = {**self._options, "listen_addresses": "", "unix_socket_directories": str(self._socket)}
        argv = [str(bin_folder / "postgres"), "-D", str(self._data)]
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        return Command(
            argv,
            self.log,
            account=self._account,
            cwd=self._data,
            last_signal=signal.SIGINT,
            env=_bare_environment(),
        )

    def _wait_ready(self, deadline: float) -> None:
        while True:
            if self._server is None or self._server.status is not None:
                raise PostgresFailed("the server ended", self.log)
            try:
                psycopg.connect(self.dsn_of("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as exc:  # not listening yet, or replaying its log after a crash
                if time.monotonic() > deadline:
                    raise PostgresFailed("it took too long", self.log) from exc
                time.sleep(0.02)
            else:
                return

    def _create_database(self) -> None:
        with psycopg.connect(self.dsn_of("postgres"), autocommit=True) as connection:
            if not connection.execute("select from pg_database where datname = %s", [DATABASE]).rowcount:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


def end_orphans(data: Path) -> None:
    """Wait for PostgreSQL processes of a killed run that still work in `data`, then end them.

    Every PostgreSQL process works in its data folder; who else looks around there is left alone. Where there
    is no /proc, the server's own checks have to do.
    """
    deadline = time.monotonic() + ORPHAN_GRACE
    number = signal.SIGINT
    while orphans := _working_in(data):
        if time.monotonic() > deadline:
            number = signal.SIGKILL
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError):  # gone between look and signal
                os.kill(pid, number)
        time.sleep(0.1)


def _working_in(data: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # gone, or another user's: not ours in either case
            if (process / "cwd").readlink() == data and (process / "comm").read_text().strip() == "postgres":
                found.append(int(process.name))
    return found


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _bare_environment() -> dict[str, str]:
    """Nothing of ours belongs into the server's environment, and PG* variables would change what it does."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
