"""Set-up says in one sentence what a machine lacks, and leaves alone what is ready."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.environments import Environment, explain
from gateway.settings import CHECKOUT

SCRIPT = CHECKOUT / "gateway" / "environments.py"
ENVIRONMENT = Environment(".venv-rasa", "3.10", "rasa.txt")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("  × Failed to build `sanic==21.12`\n  ├─▶ error: command 'gcc' failed", "install a C compiler"),
        ("error: No interpreter found for Python 3.10 in virtual environments", "Python 3.10 is missing"),
        ("error: No download found for request: cpython-3.10-linux-riscv64", "Python 3.10 is missing"),
        ("error: Failed to fetch: connection refused", ".venv-rasa could not be made (see above)"),
    ],
)
def test_a_failed_step_becomes_one_sentence(said: str, sentence: str) -> None:
    told = explain(ENVIRONMENT, said)
    assert sentence in told
    assert told.count(". ") == 0


def checkout_with_uv(folder: Path, uv: str) -> dict[str, str]:
    """A checkout with empty locks and `uv` as a shell script that does what it is told to."""
    (folder / "gateway").mkdir()
    (folder / "gateway" / "environments.py").write_text(SCRIPT.read_text())
    (folder / "locks").mkdir()
    (folder / "locks" / "rasa.txt").touch()
    (folder / "locks" / "services.txt").touch()
    (folder / "bin").mkdir()
    (folder / "bin" / "uv").write_text(f"#!/bin/sh\n{uv}\n")
    (folder / "bin" / "uv").chmod(0o755)
    return {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}


def set_up(folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(folder / "gateway" / "environments.py")]
    return subprocess.run(argv, env=env, capture_output=True, text=True, check=False)


def test_uvs_words_are_passed_on_with_the_time(tmp_path: Path) -> None:
    env = checkout_with_uv(
        tmp_path, 'echo "Downloading tensorflow (400MiB)" >&2; echo " + absl-py==1.4.0" >&2'
    )
    done = set_up(tmp_path, env)
    assert "s] .venv-rasa Downloading tensorflow (400MiB)" in done.stderr
    assert "absl-py" not in done.stderr


def test_a_missing_python_is_told_and_fails(tmp_path: Path) -> None:
    env = checkout_with_uv(tmp_path, 'echo "error: No interpreter found for Python" >&2; exit 2')
    done = set_up(tmp_path, env)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Python 3.1")
    assert "Traceback" not in done.stderr


def test_what_was_made_from_the_same_lock_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    make = f'mkdir -p "$5/bin" && ln -sf {sys.executable} "$5/bin/python"'
    env = checkout_with_uv(tmp_path, f'echo "$@" >> {log}; [ "$1" = venv ] && {make}; exit 0')
    (tmp_path / "gateway" / "environments.py").write_text(
        SCRIPT.read_text().replace('"3.10", "rasa', '"3.12", "rasa')
    )
    assert set_up(tmp_path, env).returncode == 0
    first = log.read_text().splitlines()
    assert sum("pip sync --require-hashes --compile-bytecode" in call for call in first) == 2
    assert set_up(tmp_path, env).returncode == 0
    assert log.read_text().splitlines() == first
    (tmp_path / "locks" / "rasa.txt").write_text("changed")
    assert set_up(tmp_path, env).returncode == 0
    (again,) = log.read_text().splitlines()[len(first) :]
    assert again.endswith("locks/rasa.txt")
