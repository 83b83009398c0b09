"""The supervisor keeps real child processes running and leaves none behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.child import Child, Command
from gateway.errors import PartFailed
from gateway.postgres import EmbeddedPostgres
from gateway.processes import Part
from gateway.supervisor import Supervisor, Watched, interrupted_by

SLEEPER = "import time; time.sleep(600)"
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""
SUPERVISED = """
import signal, sys
from pathlib import Path
from gateway.child import Command
from gateway.processes import Part
from gateway.supervisor import Supervisor, interrupted_by

supervisor = Supervisor(print)
try:
    with interrupted_by([signal.SIGINT, signal.SIGTERM]):
        for name in ("one", "two"):
            sleep = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
            log = Path(sys.argv[1]) / name
            supervisor.start(Part(name, Command(sleep, log), lambda log=log: "up" in log.read_text()))
        supervisor.wait_ready(20)
        print(*(watched.child.pid for watched in supervisor._watched), flush=True)
        supervisor.watch()
except KeyboardInterrupt:
    pass
finally:
    supervisor.stop()
"""


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told: list[str]) -> Iterator[Supervisor]:
    running = Supervisor(told.append)
    yield running
    running.stop()


def part(folder: Path, program: str, is_ready: Callable[[], bool] = lambda: True, grace: float = 5.0) -> Part:
    return Part("The part", Command([sys.executable, "-c", program], folder / "part.log"), is_ready, grace)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], complaint: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.02)


def read_pid(log: Path) -> int:
    wait_for(lambda: log.exists() and log.read_text().strip().isdigit(), "the program said nothing")
    return int(log.read_text())


def test_a_part_that_dies_is_started_again(tmp_path: Path, supervisor: Supervisor, told: list[str]) -> None:
    log = tmp_path / "part.log"
    supervisor.start(part(tmp_path, "import os; print(os.getpid(), flush=True)\n" + SLEEPER))
    first = read_pid(log)
    os.kill(first, signal.SIGKILL)

    def started_again() -> bool:
        supervisor.look()
        return len(log.read_text().split()) == 2

    wait_for(started_again, "it was not started again")
    assert told == [f"The part ended (status -9) and was started again; see {log}."]


def test_postgres_that_dies_is_started_again_with_its_data(told: list[str], database_folder: Path) -> None:
    postgres = EmbeddedPostgres(database_folder, log=database_folder / "postgres.log")
    postgres.start()
    supervisor = Supervisor(told.append, postgres)
    try:
        first = postgres.server
        assert first
        os.kill(first.pid, signal.SIGKILL)
        wait_for(lambda: first.status is not None, "it did not die")
        supervisor.look()
        assert postgres.server not in (None, first)
        assert told == [f"PostgreSQL ended and was started again; see {postgres.log}."]
    finally:
        supervisor.stop()
    assert postgres.server is None


def test_one_that_keeps_dying_is_started_ever_more_rarely(tmp_path: Path) -> None:
    watched = Watched(part(tmp_path, "raise SystemExit(1)"))
    watched.start()
    starts = []
    for tenth in range(600):
        now = time.monotonic() + tenth / 10
        if watched.revive(now):
            starts.append(now)
    pauses = [later - earlier for earlier, later in zip(starts, starts[1:], strict=False)]
    assert len(starts) < 12
    assert pauses == sorted(pauses)
    assert watched.child
    watched.child.wait()


def test_a_part_that_ends_while_starting_fails_the_start(tmp_path: Path, supervisor: Supervisor) -> None:
    supervisor.start(part(tmp_path, "print('no model'); raise SystemExit(3)", lambda: False))
    with pytest.raises(PartFailed, match=r"The part ended while starting; see .*part\.log\.") as failure:
        supervisor.wait_ready(20)
    assert "no model" in failure.value.log.read_text()


def test_a_part_that_never_serves_fails_the_start(tmp_path: Path, supervisor: Supervisor) -> None:
    supervisor.start(part(tmp_path, SLEEPER, lambda: False))
    with pytest.raises(PartFailed, match="did not become ready in time"):
        supervisor.wait_ready(0.3)


def test_ready_means_every_part_said_so(tmp_path: Path, supervisor: Supervisor) -> None:
    answers = iter([False, False, True])
    supervisor.start(part(tmp_path, SLEEPER, lambda: next(answers)))
    supervisor.wait_ready(20)
    assert next(answers, "all asked") == "all asked"


def test_stopping_takes_the_childrens_children_along(tmp_path: Path, supervisor: Supervisor) -> None:
    supervisor.start(part(tmp_path, PARENT))
    grandchild = read_pid(tmp_path / "part.log")
    supervisor.stop()
    wait_for(lambda: not alive(grandchild), "the grandchild lives on")


def test_one_that_does_not_listen_is_ended_after_its_grace(tmp_path: Path) -> None:
    child = Child(Command([sys.executable, "-c", STUBBORN], tmp_path / "log"))
    wait_for(lambda: "deaf" in (tmp_path / "log").read_text(), "it said nothing")
    assert child.stop(grace=0.2) == -signal.SIGKILL


def supervised(folder: Path) -> tuple[subprocess.Popen[str], list[int]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, folder],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert process.stdout
    return process, [int(pid) for pid in process.stdout.readline().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(tmp_path: Path, number: signal.Signals) -> None:
    process, children = supervised(tmp_path)
    process.send_signal(number)
    assert process.wait(20) == 0
    assert len(children) == 2
    assert not any(alive(pid) for pid in children)


def test_a_killed_supervisor_leaves_no_children(tmp_path: Path) -> None:
    process, children = supervised(tmp_path)
    assert all(alive(pid) for pid in children)
    process.kill()
    process.wait()
    wait_for(lambda: not any(alive(pid) for pid in children), "children outlive their supervisor")


def test_a_log_that_has_grown_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    log.write_bytes(b"x" * 10_000_001)
    Child(Command([sys.executable, "-c", "print('fresh')"], log)).wait()
    assert log.read_text() == "fresh\n"
    assert (tmp_path / "part.log.1").stat().st_size == 10_000_001


def test_a_hang_up_that_is_ignored_already_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interrupted_by([signal.SIGHUP]):
            signal.raise_signal(signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
