"""The programs that Wenpan consists of beside PostgreSQL: how each is started and when it is ready."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from gateway.child import Command
from gateway.settings import CHECKOUT, Settings

DRAIN = 20.0  # seconds the gateway's running turns have to finish
LOGS = CHECKOUT / "var" / "log"
RASA_PYTHON = str(CHECKOUT / ".venv-rasa" / "bin" / "python")
RASA = (RASA_PYTHON, "-m", "bot.start")
PROCESSOR = Path("/proc/cpuinfo")
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # internal calls never take a proxy


@dataclass(frozen=True)
class Part:
    """One program: its name for people, its command, and a question whose yes means that it serves."""

    name: str
    command: Command
    is_ready: Callable[[], bool]
    grace: float = 5.0
    """Seconds it has to finish when told to stop."""


def rasa_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a Rasa process: ours, quiet, and able to find `bot` and `market`."""
    quiet = {
        "PYTHONPATH": str(CHECKOUT),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "OPENBLAS_NUM_THREADS": "1",  # as for the actions
    }
    whole = {**os.environ, **quiet, **kernels(), **settings}
    return {name: value for name, value in whole.items() if name != "DATA_KEYS"}  # it opens nothing


def kernels(processor: Path = PROCESSOR) -> dict[str, str]:
    """Rasa's old numpy takes a processor younger than itself for the oldest, at twice the time a sentence."""
    known = processor.exists() and "avx2" in processor.read_text().split()
    return {"OPENBLAS_CORETYPE": "Haswell"} if known else {}


def rasa(settings: Settings, environment: Mapping[str, str], model: Path, port: int) -> Part:
    """The brain, on loopback; without --enable-api, so that nothing but our channel answers."""
    argv = [*RASA, "run", "-m", str(model), "-i", "127.0.0.1"]
    argv += ["-p", str(port), "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
    command = Command(argv, LOGS / "rasa.log", env=rasa_environment(environment), cwd=CHECKOUT)
    return Part(
        "Rasa",
        command,
        lambda: answers_ok(f"{settings.rasa_url}/webhooks/gateway/"),
        grace=1.0,  # it holds nothing, and its web server would wait for kept connections
    )


def actions(settings: Settings, environment: Mapping[str, str]) -> Part:
    """The action server, on loopback."""
    argv = [sys.executable, "-m", "actions"]
    lean = {"OPENBLAS_NUM_THREADS": "1"}  # threads that wait for each other made one sentence take 130 ms
    env = {**os.environ, **lean, **environment}
    command = Command(argv, LOGS / "actions.log", env=env, cwd=CHECKOUT)
    return Part("The action server", command, lambda: answers_ok(health_of_actions(settings.actions_url)))


def gateway(settings: Settings, environment: Mapping[str, str]) -> Part:
    """The public process; ready when its health says that all the others are, too."""
    argv = [sys.executable, "-m", "gateway.serve"]
    command = Command(argv, LOGS / "gateway.log", env={**os.environ, **environment}, cwd=CHECKOUT)
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    health, grace = f"http://{host}:{settings.port}/health", settings.drain_notice + DRAIN + 5.0
    return Part("The gateway", command, lambda: answers_ok(health), grace)


def health_of_actions(actions_url: str) -> str:
    """The health page of the action server whose webhook is at `actions_url`."""
    return door_of_actions(actions_url, "/health")


def door_of_actions(actions_url: str, path: str) -> str:
    """Another page of the same server."""
    parts = urlsplit(actions_url)
    return f"{parts.scheme}://{parts.netloc}{path}"


def answers_ok(url: str) -> bool:
    """Whether a GET of `url` gives 200 with a JSON object."""
    return ask(url) is not None


def ask(url: str, headers: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any] | None:
    """The JSON object that a GET of `url` gives with 200, else None."""
    request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310 - our own parts' addresses
    try:
        with _DIRECT.open(request, timeout=5) as answer:
            body = json.load(answer)
    except (OSError, ValueError):  # not listening yet, not ready (an HTTPError is an OSError), or not JSON
        return None
    return body if answer.status == 200 and isinstance(body, dict) else None
