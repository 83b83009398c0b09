"""Two of each program against one PostgreSQL, each kind behind a load balancer, all started one by one."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e import processes
from tests.e2e.scale_out.balancer import Balancer
from tests.e2e.system import BACK_WITHIN, UP_WITHIN, explained
from tests.keys import SECRET

NOTICE = 3  # seconds that a gateway serves on; the balancer looks every fifth of one
SECRETS = ("RASA_TOKEN", "INTERNAL_TOKEN", "SESSION_SECRET", "DESK_SECRET_KEY")
RASA = (
    "-m bot.start run -m models/wenpan.tar.gz --endpoints bot/endpoints.yml --credentials bot/credentials.yml"
)
HEALTH = {"gateway": "/health", "rasa": "/webhooks/gateway/", "actions": "/health"}

Process = subprocess.Popen[bytes]


@dataclass
class Fleet:
    """`ports` by kind; `running` by port. Investors come through `fronts["gateway"]`."""

    folder: Path
    dsn: str
    variables: Mapping[str, str]
    ports: Mapping[str, Sequence[int]]
    fronts: Mapping[str, Balancer]
    files: Mapping[Path, tuple[int, int]]
    running: dict[int, Process] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.fronts["gateway"].url

    def url_of(self, port: int) -> str:
        return f"http://127.0.0.1:{port}"

    def start(self, kind: str, port: int) -> None:
        python = self.folder / (".venv-rasa" if kind == "rasa" else ".venv") / "bin/python"
        arguments = {
            "gateway": ["-m", "gateway.serve"],
            "actions": ["-m", "actions"],
            "rasa": [*RASA.split(), "-p", str(port)],
        }[kind]
        own = {
            "gateway": {"PORT": str(port)},
            "actions": {"ACTIONS_URL": f"{self.url_of(port)}/webhook"},
            "rasa": {"PYTHONPATH": str(self.folder), "PYTHONWARNINGS": "ignore"},
        }[kind]
        log = self.folder / f"var/log/{kind}-{port}.log"
        variables = {**self.variables, **own}
        self.running[port] = processes.start([python, *arguments], self.folder, log, variables)

    async def wait_up(self, kind: str, within: float) -> None:
        """Until the balancer has all of a kind."""
        front, wanted = self.fronts[kind], set(self.ports[kind])
        async with asyncio.timeout(within):
            while front.up != wanted:
                dead = [port for port in wanted if self.running[port].poll() is not None]
                if dead:
                    raise processes.NotReady(kind, self.folder / f"var/log/{kind}-{dead[0]}.log")
                await asyncio.sleep(0.1)

    @contextmanager
    def stopped(self, kind: str) -> Iterator[None]:
        """Within, all of a kind stand still in the middle of what they do."""
        standing = [self.running[port] for port in self.ports[kind]]
        for process in standing:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in standing:
                process.send_signal(signal.SIGCONT)

    async def whole(self) -> None:
        """Start again what a test has stopped, and wait until all gateways serve."""
        for port in self.ports["gateway"]:
            if self.running[port].poll() is not None:
                self.start("gateway", port)
        await self.wait_up("gateway", BACK_WITHIN)


def files_of(folder: Path) -> dict[Path, tuple[int, int]]:
    """Time and size of every file but those below var/ and what Python compiles."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    kept = {path: path.stat() for path in found if path.relative_to(folder).parts[0] != "var"}
    return {path: (seen.st_mtime_ns, seen.st_size) for path, seen in kept.items()}


@asynccontextmanager
async def run_fleet(folder: Path, dsn: str, variables: Mapping[str, str]) -> AsyncIterator[Fleet]:
    """All of it in a checkout at `folder`, ready; `dsn` is an empty database."""
    ports = {kind: [processes.find_free_port() for _ in range(2)] for kind in HEALTH}
    (folder / "var/log").mkdir(parents=True)
    async with AsyncExitStack() as fronts:
        balancers = {
            kind: await fronts.enter_async_context(Balancer(ports[kind], path))
            for kind, path in HEALTH.items()
        }
        shared = {**settings(folder, dsn, balancers), **variables}
        fleet = Fleet(folder, dsn, shared, ports, balancers, files_of(folder))
        try:
            await bring_up(fleet)
            yield fleet
        finally:
            for process in fleet.running.values():
                process.kill()  # what becomes of work under way is asked in the tests, not here
            for process in fleet.running.values():
                process.wait()


def settings(folder: Path, dsn: str, fronts: Mapping[str, Balancer]) -> dict[str, str]:
    """What all processes share."""
    return {
        **dict.fromkeys(SECRETS, "a-secret-of-the-tests"),
        "DATABASE_URL": dsn,
        "DATA_KEYS": SECRET,
        "RASA_URL": fronts["rasa"].url,
        "ACTIONS_URL": f"{fronts['actions'].url}/webhook",
        "HOST": "127.0.0.1",
        "PUBLIC_URL": "",
        "DRAIN_NOTICE": str(NOTICE),
        "MEDIA_DIR": str(folder / "var/shared/media"),
        "RECEIVED_DIR": str(folder / "var/shared/received"),
        "NO_PROXY": "",
        "no_proxy": "",
    }


async def bring_up(fleet: Fleet) -> None:
    """The database's step beside the slow starters, then the gateways, as a roll-out does it."""
    for kind in ("rasa", "actions"):
        for port in fleet.ports[kind]:
            fleet.start(kind, port)
    await asyncio.to_thread(migrated, fleet)
    for port in fleet.ports["gateway"]:
        fleet.start("gateway", port)
    with explained(fleet.folder):
        for kind in HEALTH:
            await fleet.wait_up(kind, UP_WITHIN)


def migrated(fleet: Fleet) -> None:
    command = [str(fleet.folder / ".venv/bin/python"), "-m", "gateway.migrations"]
    variables = {**os.environ, "DATABASE_URL": fleet.dsn}
    subprocess.run(command, cwd=fleet.folder, env=variables, check=True, stdout=subprocess.DEVNULL)
