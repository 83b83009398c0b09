"""No secret of a running Wenpan is in its logs, its pages or anybody's command line."""

import os
from pathlib import Path

import pytest

from tests.e2e.system import System

PAGES = (
    "/health",
    "/metrics",
    "/",
    "/desk",
    "/no/such/page",
    "/api/chat",
    "/desk/api/me",
    "/static/web/chat.js",
)


@pytest.fixture
def secrets(system: System) -> frozenset[str]:
    """Those it was given, and those it made for itself."""
    made = {path.read_text() for path in (system.folder / "var/secrets").iterdir()}
    given = {system.variables[name] for name in ("RASA_TOKEN", "INTERNAL_TOKEN")}
    assert len(made) >= 2
    return frozenset(made | given)


def test_pages_and_errors_show_none(system: System, secrets: frozenset[str]) -> None:
    for path in PAGES:
        for method in ("GET", "POST", "DELETE"):
            answer = system.client.request(method, path, content=b"{")
            told = f"{answer.headers} {answer.text}"
            assert not [secret for secret in secrets if secret in told], (method, path)


def test_logs_hold_none(system: System, secrets: frozenset[str]) -> None:
    system.say(system.new_sender(), "浦发银行多少钱")
    logs = [*(system.folder / "var/log").glob("*.log"), system.folder / "supervisor.log"]
    assert len(logs) >= 4
    for log in logs:
        told = log.read_text(errors="replace")
        assert not [secret for secret in secrets if secret in told], log.name


def test_no_process_of_this_machine_was_started_with_one(system: System, secrets: frozenset[str]) -> None:
    """A command line can be read by everybody on the machine, an environment by its owner alone."""
    seen = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        seen += bool(words)
        assert not [secret for secret in secrets if secret in words], words.split("\0")[0]
    assert seen > len(system.pids())


def test_the_kept_secrets_are_their_owners_alone(system: System) -> None:
    folder = system.folder / "var/secrets"
    assert os.stat(folder).st_mode & 0o077 == 0  # noqa: PTH116
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
