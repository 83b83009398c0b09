"""Fetch the implementations by others that tests/peers speaks with: a script for any Python 3 alone.

    python3 tests/peers/install.py

They go into .tools/peers and nowhere else. What cannot be had is named, and the tests that need it skip.
Their locks are made by `uv pip compile --universal --generate-hashes --no-annotate --no-header` from
"mockpost==0.3.0", and by `npm install --package-lock-only --omit-lockfile-registry-resolved`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
PEERS = CHECKOUT / ".tools" / "peers"
PATIENCE = 300  # seconds for one command


class Missing(Exception):
    """One sentence on what could not be had."""


def main() -> None:
    install("mockpost", PEERS / "mockpost", HERE / "mockpost.txt", install_mockpost)
    install("wechat-crypto and @wecom/crypto", PEERS / "node", HERE / "node/package-lock.json", install_node)


def install(name: str, folder: Path, lock: Path, make: Callable[[Path], None]) -> None:
    """Make `folder` from `lock` unless it is there; its stamp is written last."""
    stamp, wanted = folder / ".lock-hash", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing {name} to test against …")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        make(folder)
    except Missing as missing:
        say(f"{missing} Tests against {name} will be skipped.")
        return
    stamp.write_text(wanted)


def install_mockpost(folder: Path) -> None:
    uv = run([sys.executable, str(CHECKOUT / "gateway" / "environments.py"), "uv"]).strip()
    run([uv, "venv", "--quiet", "--python", "3.12", str(folder)])
    lock = str(HERE / "mockpost.txt")
    run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(folder), lock])


def install_node(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Missing("There is no node with npm here: install them to have these tests.")
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "node" / name, folder)
    run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)])


def run(argv: list[str]) -> str:
    """What a command says; raises Missing where it fails."""
    try:
        done = subprocess.run(
            argv, cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=PATIENCE
        )
    except subprocess.CalledProcessError as failed:
        raise Missing(f"{Path(argv[0]).name} failed: {failed.stderr.strip()[-300:]}") from failed
    except (OSError, subprocess.TimeoutExpired) as failed:  # not there, or no network that answers
        raise Missing(f"{Path(argv[0]).name} could not be run: {failed}") from failed
    return done.stdout


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
