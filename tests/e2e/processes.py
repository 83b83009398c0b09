"""Programs started for a measurement: free ports, readiness, the CPU time they used, and their end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

LEASH = Path(__file__).parents[2] / "gateway" / "leash.py"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class NotReady(Exception):
    """A program ended or stayed silent before it answered."""

    def __init__(self, url: str, log: Path) -> None:
        super().__init__(f"{url} never answered; the log ends with\n{last_lines(log)}")


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(
    command: Sequence[str | Path], folder: Path, log: Path, variables: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Starts a program at the head of its own process group, its output going to `log`; it dies with us."""
    leash = [sys.executable, "-I", "-S", LEASH, os.getpid(), int(signal.SIGTERM), "-"]
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in (*leash, *command)],
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> None:
    """Returns at the first answer below 500 of `url`, and fails early when the program has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if _answers(url):
            return
        time.sleep(0.1)
    raise NotReady(url, log)


def stop(process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Ends a program kindly, and with its whole group when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def cpu_seconds(pid: int) -> float:
    """CPU time so far, in user and system mode, of a process and of those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # it has just ended, and counts with whose child it was
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS_PER_SECOND


def cpu_by_name(pids: Mapping[str, Sequence[int]]) -> dict[str, float]:
    """CPU seconds so far of each group of processes."""
    return {name: sum(map(cpu_seconds, group)) for name, group in pids.items()}


def _answers(url: str) -> bool:
    try:
        with DIRECT.open(url, timeout=2):
            return True
    except urllib.error.HTTPError as answer:
        return answer.code < 500
    except OSError:  # nobody listens yet
        return False


def last_lines(log: Path) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])
