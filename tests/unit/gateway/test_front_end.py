"""The desk's modules are fetched once from their lock; where they cannot be had, set-up says so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.settings import CHECKOUT

MODULES = ("preact/dist/preact.mjs", "preact/hooks/dist/hooks.mjs", "htm/dist/htm.mjs")
FETCHES = """
echo "$@" >> {log}; [ "$1" = ci ] || exit 0
for file in {modules}; do
  mkdir -p "$3/node_modules/$(dirname $file)"; echo 'import{{h}}from"preact";' > "$3/node_modules/$file"
done
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Set-up's scripts, the lock, and a folder bin/ for programs."""
    for folder in ("gateway", "desk/web", "locks", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    for name in (
        "gateway/__init__.py",
        "gateway/environments.py",
        "gateway/front_end.py",
        "desk/web/package.json",
        "desk/web/package-lock.json",
        "locks/node.txt",
    ):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    return tmp_path


def program(checkout: Path, name: str, does: str) -> None:
    (checkout / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
    (checkout / "bin" / name).chmod(0o755)


def set_up(checkout: Path, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gateway.front_end"],
        cwd=checkout,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_modules_are_fetched_once_from_the_same_lock(checkout: Path, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    program(checkout, "npm", FETCHES.format(log=log, modules=" ".join(MODULES)))
    path = f"{checkout / 'bin'}:{os.environ['PATH']}"
    for _ in range(2):
        assert set_up(checkout, path).returncode == 0
    vendor = checkout / "desk" / "web" / "vendor"
    assert {file.name for file in vendor.glob("*.js")} == {"preact.js", "hooks.js", "htm.js"}
    assert (vendor / "hooks.js").read_text() == 'import{h}from"./preact.js";\n'
    assert sum(call.startswith("ci ") for call in log.read_text().splitlines()) == 1
    (checkout / "desk/web/package-lock.json").write_text("{}")
    set_up(checkout, path)
    assert sum(call.startswith("ci ") for call in log.read_text().splitlines()) == 2


def test_where_nothing_can_be_fetched_set_up_says_it_and_goes_on(checkout: Path) -> None:
    program(checkout, "npm", 'echo "npm error code ENOTFOUND" >&2; [ "$1" = --version ]')
    done = set_up(checkout, f"{checkout / 'bin'}:{os.environ['PATH']}")
    assert done.returncode == 0
    assert (
        "give npm access to its registry and run make setup again.\nnpm error code ENOTFOUND" in done.stderr
    )
    assert not (checkout / "desk/web/vendor").exists()


def test_a_machine_without_npm_gets_it_from_a_wheel(checkout: Path) -> None:
    program(checkout, "uv", 'echo "no network: $*" >&2; exit 1')
    done = set_up(checkout, str(checkout / "bin"))
    assert done.returncode == 0
    assert "npm is missing and could not be fetched: install it" in done.stderr
    assert "no network: pip install --quiet --require-hashes" in done.stderr
