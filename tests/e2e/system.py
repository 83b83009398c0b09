"""The whole product, started as a user starts it, in a folder and on ports of its own."""

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.e2e import processes

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv*",
    ".tools",
    "var",
    "models",
    "tests",
    ".env",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    ".rasa",
)
UP_WITHIN = 240.0
BACK_WITHIN = 120.0


@dataclass
class System:
    """A running Wenpan: the supervisor and what it started."""

    folder: Path
    port: int
    rasa_port: int
    actions_port: int
    variables: Mapping[str, str]
    supervisor: subprocess.Popen[bytes] = field(repr=False)
    client: httpx.Client = field(repr=False)
    _senders: Iterator[int] = field(default_factory=itertools.count, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def new_sender(self) -> str:
        return f"investor-{self.port}-{next(self._senders)}"

    def chat(self, body: Mapping[str, Any]) -> httpx.Response:
        """Sent in ASCII, so that half a surrogate pair can be sent at all."""
        content = json.dumps(body).encode()
        return self.client.post("/api/chat", content=content, headers={"Content-Type": "application/json"})

    def say(self, sender: str, text: str, **more: str) -> dict[str, Any]:
        return answered(self.chat({"sender": sender, "text": text, **more}))

    def press(self, sender: str, payload: str, **more: str) -> dict[str, Any]:
        return answered(self.chat({"sender": sender, "payload": payload, **more}))

    def messages(self, sender: str, after: int = 0) -> list[dict[str, Any]]:
        """The transcript from behind `after` on."""
        found: list[dict[str, Any]] = answered(
            self.client.get(f"/api/chat/{sender}/messages", params={"after": after})
        )["messages"]
        return found

    def metrics(self) -> str:
        return self.client.get("/metrics").raise_for_status().text

    def metrics_of_actions(self) -> str:
        url = f"http://127.0.0.1:{self.actions_port}/metrics"
        known = {"Authorization": f"Bearer {self.variables['INTERNAL_TOKEN']}"}
        return httpx.get(url, headers=known, trust_env=False).raise_for_status().text

    def turns(self) -> int:
        """Answers of the bot so far, over all topics."""
        lines = [line for line in self.metrics().splitlines() if line.startswith("wenpan_turns_total{")]
        return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines))

    def health(self) -> tuple[int, dict[str, Any]]:
        response = self.client.get("/health")
        return response.status_code, response.json()

    def pids(self) -> dict[str, int]:
        """The children of the supervisor that are programs of their own, by name."""
        found = {}
        for pid in children_of(self.supervisor.pid):
            if name := name_of(command_line(pid)):
                found[name] = pid
        return found

    def groups(self) -> dict[str, list[int]]:
        """The processes of each of them: PostgreSQL with its servers."""
        parts = {name: [pid] for name, pid in self.pids().items()}
        parts["postgres"] += children_of(parts["postgres"][0])
        return parts

    def kill(self, name: str) -> int:
        """kill -9 of one child, without its children; returns the pid it had."""
        pid = self.pids()[name]
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: self.pids().get(name) != pid, 10, f"{name} ({pid}) is still there")
        return pid

    def wait_healthy(self, seconds: float = BACK_WITHIN) -> None:
        wait_for(self._is_healthy, seconds, "not healthy again")

    def restart(self, name: str) -> None:
        """A new process for one part: an empty cache, closed breakers."""
        self.kill(name)
        wait_for(lambda: name in self.pids(), BACK_WITHIN, f"{name} was not started again")
        self.wait_healthy()

    @contextlib.contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Within, one part is dead and stays dead; afterwards the supervisor may start it again."""
        self.supervisor.send_signal(signal.SIGSTOP)
        try:
            self.kill(name)
            yield
        finally:
            self.supervisor.send_signal(signal.SIGCONT)
        self.wait_healthy()

    def _is_healthy(self) -> bool:
        try:
            return self.client.get("/health", timeout=5).status_code == 200
        except httpx.TransportError:  # the gateway itself is on its way
            return False


@contextlib.contextmanager
def run_system(variables: Mapping[str, str]) -> Iterator[System]:
    """A new Wenpan with an empty database, healthy; everything it started ends with it."""
    with new_checkout() as folder, start_system(folder, variables) as system:
        yield system


@contextlib.contextmanager
def new_checkout() -> Iterator[Path]:
    """A folder with a copy of the sources, ready to start, without any data."""
    folder = Path(tempfile.mkdtemp(prefix="wenpan-e2e-"))
    folder.chmod(0o755)  # the database's unprivileged user must get in
    try:
        copy_checkout(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def start_system(folder: Path, variables: Mapping[str, str]) -> Iterator[System]:
    """`python -m gateway` in `folder`, from its start until its end."""
    port, rasa_port, actions_port = (processes.find_free_port() for _ in range(3))
    settings = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        "RASA_TOKEN": "rasa-token-of-the-tests",
        "INTERNAL_TOKEN": "internal-token-of-the-tests",
        "DATABASE_URL": "",
        "PUBLIC_URL": "",
        "NO_PROXY": "",
        "no_proxy": "",
        **variables,
    }
    log = folder / "supervisor.log"
    supervisor = processes.start([folder / ".venv/bin/python", "-m", "gateway"], folder, log, settings)
    address = f"http://127.0.0.1:{port}"
    try:
        with explained(folder):
            processes.wait_until_up(f"{address}/health", supervisor, log, UP_WITHIN)
        with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
            yield System(folder, port, rasa_port, actions_port, settings, supervisor, client)
    finally:
        processes.stop(supervisor, seconds=40)


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """A start that failed tells what each part wrote last, for the folder is gone soon."""
    try:
        yield
    except processes.NotReady as failure:
        for log in sorted((folder / "var/log").glob("*.log")):
            failure.add_note(f"{log.name}:\n{processes.last_lines(log)}")
        raise


def copy_checkout(folder: Path) -> None:
    """The sources as they stand, the two environments linked, the model trained once for all copies."""
    subprocess.run([ROOT / ".venv/bin/python", "-m", "gateway.model"], cwd=ROOT, check=True)
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT, dirs_exist_ok=True)
    for environment in (".venv", ".venv-rasa"):
        (folder / environment).symlink_to(ROOT / environment)
    shutil.copytree(ROOT / "models", folder / "models")


def answered(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, f"{response.status_code}: {response.text}"
    body: dict[str, Any] = response.json()
    return body


def wait_for(condition: Callable[[], bool], seconds: float, complaint: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, complaint
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Direct children, from every thread of the parent."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError):  # the thread has ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return found


def command_line(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:  # gone
        return []


def name_of(command: list[str]) -> str | None:
    """Which part a command line is, or None for anything else."""
    words = [Path(word).name for word in command]
    if "postgres" in words[:1]:
        return "postgres"
    if "gateway.serve" in words:
        return "gateway"
    if "actions" in words:
        return "actions"
    return "rasa" if "bot.start" in words and "run" in words else None
