"""One child process on a leash: its own process group, its output in a file, dead when its parent is."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LEASH = Path(__file__).with_name("leash.py")
LOG_LIMIT = 10_000_000


@dataclass(frozen=True)
class Account:
    """The system user a child runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Command:
    """How to start one child: `last_signal` is what it gets when we die without a word.

    By default that is SIGKILL: our programs bear it, and one that lingers would keep its port from the next
    start.
    """

    argv: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    account: Account | None = None
    last_signal: signal.Signals = signal.SIGKILL


class Child:
    """A running program. Start it from a thread that lives on: the kernel ties it to that thread."""

    def __init__(self, command: Command) -> None:
        self.command = command
        account = command.account
        leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(command.last_signal))]
        leash.append(f"{account.uid}:{account.gid}" if account else "-")
        with open_log(command.log) as log:
            self._process = subprocess.Popen(  # noqa: S603 - argv is ours, no shell
                [*leash, *command.argv],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=None if command.env is None else dict(command.env),
                cwd=command.cwd,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.poll()

    def wait(self, timeout: float | None = None) -> int:
        return self._process.wait(timeout)

    def wait_up_to(self, seconds: float) -> int | None:
        """The exit status, or None when it still runs after `seconds`."""
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def ask_to_stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send the whole process group a signal; one that is gone already is fine."""
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def stop(self, number: signal.Signals = signal.SIGTERM, grace: float = 10.0) -> int:
        """Ask with `number`, and after `grace` seconds end it; returns the exit status."""
        self.ask_to_stop(number)
        status = self.wait_up_to(grace)
        if status is None:
            self.ask_to_stop(signal.SIGKILL)
            status = self.wait()
        return status


def open_log(path: Path) -> IO[bytes]:
    """The log to append to; one that has grown past `LOG_LIMIT` bytes is put aside as `.1` first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")
