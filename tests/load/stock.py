"""The stock peer: what `rasa init` makes, plus one custom action bound to one intent by a rule."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import yaml

from tests.e2e import processes
from tests.load.connection import Address, Connection, UnexpectedAnswer

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-rasa/bin/python"
RASA = ROOT / ".venv-rasa/bin/rasa"
ADDITION = Path(__file__).parent / "stock_project"
CACHE = ROOT / "var/bench"


@dataclass(frozen=True)
class Stock:
    """Rasa and its action server as `rasa run` and `rasa run actions` start them."""

    address: Address
    rasa: int
    actions: int
    name: str = "stock Rasa"

    async def ask(self, connection: Connection, sender: str) -> None:
        message = {"sender": sender, "message": "what is the price of Moutai"}
        answer = await connection.post("/webhooks/rest/webhook", message)
        if not answer or "1437.21" not in answer[0].get("text", ""):
            raise UnexpectedAnswer(200, json.dumps(answer).encode())

    def pids(self) -> dict[str, list[int]]:
        return {"rasa": [self.rasa], "actions": [self.actions]}


@contextmanager
def run_stock() -> Iterator[Stock]:
    """Trains at the first run and takes that model later; stops both programs at the end."""
    with tempfile.TemporaryDirectory(prefix="stock-") as folder:
        project = Path(folder)
        rasa_port, actions_port = processes.find_free_port(), processes.find_free_port()
        make_project(project, actions_port)
        model = provide_model(project)
        actions_log, rasa_log = project / "actions.log", project / "rasa.log"
        actions = processes.start([RASA, "run", "actions", "--port", str(actions_port)], project, actions_log)
        rasa = processes.start(
            [RASA, "run", "-i", "127.0.0.1", "--port", str(rasa_port), "--model", model],
            project,
            rasa_log,
            {"TMPDIR": folder},  # TensorFlow leaves files there
        )
        try:
            processes.wait_until_up(f"http://127.0.0.1:{actions_port}/health", actions, actions_log)
            processes.wait_until_up(f"http://127.0.0.1:{rasa_port}/", rasa, rasa_log, seconds=300)
            yield Stock(Address("127.0.0.1", rasa_port), rasa.pid, actions.pid)
        finally:
            processes.stop(rasa)
            processes.stop(actions)


def make_project(project: Path, actions_port: int) -> None:
    """The initial project as Rasa ships it, `rasa init` without the training, and our addition to it."""
    scaffold = "from rasa.cli.scaffold import create_initial_project; create_initial_project('.')"
    subprocess.run([PYTHON, "-c", scaffold], cwd=project, check=True, capture_output=True)
    domain = yaml.load((project / "domain.yml").read_text(), Loader=yaml.CSafeLoader)
    domain["intents"].append("ask_quote")
    domain["actions"] = ["action_quote"]
    (project / "domain.yml").write_text(yaml.safe_dump(domain, sort_keys=False))
    endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"}}
    (project / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
    shutil.copy(ADDITION / "quote.yml", project / "data/quote.yml")
    shutil.copy(ADDITION / "actions.py", project / "actions/actions.py")


def provide_model(project: Path) -> Path:
    """The trained model, kept by what it was trained from."""
    model = CACHE / f"stock-{fingerprint(project)}.tar.gz"
    if not model.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = [str(RASA), "train", "--out", "models", "--fixed-model-name", "stock"]
        subprocess.run(command, cwd=project, check=True, capture_output=True)
        shutil.copy(project / "models/stock.tar.gz", model)
    return model


def fingerprint(project: Path) -> str:
    """Rasa's version with a digest of everything that shapes the model."""
    digest = hashlib.sha256()
    for file in [project / "config.yml", project / "domain.yml", *sorted((project / "data").glob("*.yml"))]:
        digest.update(file.read_bytes())
    return f"{rasa_version()}-{digest.hexdigest()[:12]}"


def rasa_version() -> str:
    [folder] = (ROOT / ".venv-rasa/lib").glob("python*/site-packages")
    [found] = metadata.distributions(name="rasa", path=[str(folder)])
    return found.version
