"""A tiny assistant, trained once a session: a form, a digression, a fallback and remote actions."""

from __future__ import annotations

import os

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"

import contextlib
import hashlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if sys.version_info >= (3, 11):
    collect_ignore_glob = ["*"]  # Rasa, and what its tests need, live in the other environment
else:
    from tests.unit.bot.action_server import ActionServer

if TYPE_CHECKING:
    from rasa.core.processor import MessageProcessor

TINY = Path(__file__).with_name("tiny")
ROOT = Path(__file__).parents[3]
TOKEN = "a-token-of-this-test"


@pytest.fixture(scope="session")
def model(request: pytest.FixtureRequest) -> Path:
    """The path of the tiny model; trained anew only when what it is made of has changed."""
    sources = sorted([*TINY.glob("*.yml"), *TINY.glob("*.py")])
    made_of = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    kept = request.config.cache.mkdir("tiny_model") / f"{made_of}.tar.gz"
    if not kept.exists():
        train(kept)
    return kept


def train(target: Path) -> None:
    from rasa.api import train as train_model

    with tempfile.TemporaryDirectory() as output:
        trained = train_model(
            domain=str(TINY / "domain.yml"),
            config=str(TINY / "config.yml"),
            training_files=[str(TINY / "nlu.yml"), str(TINY / "rules.yml")],
            output=output,
            force_training=True,
        )
        assert trained.code == 0
        assert trained.model is not None
        shutil.copy(trained.model, target.with_suffix(".part"))
    target.with_suffix(".part").rename(target)


@pytest.fixture(scope="session")
def loaded(model: Path, running_actions: ActionServer) -> MessageProcessor:
    """The tiny model as Rasa's own processor loads it, with the action server to call."""
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig

    from bot import mends

    mends.install()
    endpoint = EndpointConfig(url=running_actions.url, enable_selective_domain=True)
    processor = Agent.load(model, action_endpoint=endpoint).processor
    assert processor is not None
    return processor


@pytest.fixture(scope="session")
def running_actions() -> Iterator[ActionServer]:
    with ActionServer() as server:
        yield server


@pytest.fixture
def actions(running_actions: ActionServer) -> ActionServer:
    """The action server, behaving as usual again."""
    running_actions.reset()
    return running_actions


@pytest.fixture(scope="session")
def rasa_url(
    model: Path, running_actions: ActionServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a real `rasa run` with the product's own credentials and endpoints, less patient."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "RASA_TOKEN": TOKEN,
        "INTERNAL_TOKEN": "an-inner-token",
        "ACTIONS_URL": running_actions.url,
    }
    folder = tmp_path_factory.mktemp("rasa")
    log, endpoints = folder / "log", folder / "endpoints.yml"
    shipped = (ROOT / "bot" / "endpoints.yml").read_text(encoding="utf-8")
    assert "timeout: 10" in shipped
    endpoints.write_text(shipped.replace("timeout: 10", "timeout: 2"), encoding="utf-8")
    command = [sys.executable, "-m", "bot.start", "run", "--model", str(model), "--interface", "127.0.0.1"]
    command += ["--port", str(port)]
    command += ["--credentials", "bot/credentials.yml", "--endpoints", str(endpoints)]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        wait_until_up(f"{url}/webhooks/gateway/", server, log)
        yield url
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):  # refused, or 503 while the model loads
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own loopback address
            return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"rasa did not come up:\n{log.read_text()[-3000:]}")
