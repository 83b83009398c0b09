"""Make both Python environments from their locks; a script for any Python from 3.8 and its library alone.

    python3 gateway/environments.py        make what is not ready
    python3 gateway/environments.py uv     print where uv is

Fetches uv where there is none, builds `.venv` and `.venv-rasa` side by side and says what it does. An
environment whose lock has not changed is left alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
UV_VERSION = "0.13.9"
HEARTBEAT = 15.0  # seconds of silence after which we say that we are still at it
STARTED = time.monotonic()
BUILD_SIGNS = ("Failed to build", "Failed building", "command 'gcc' failed", "command 'cc' failed")
INTERPRETER_SIGNS = (
    "No interpreter found",
    "No download found",
    "managed Python",
    "Failed to inspect Python",
)


class SetupFailed(Exception):
    """One sentence on what is missing on this machine."""


class Environment:
    """One environment of the checkout and the lock it is made from."""

    def __init__(self, name: str, python: str, lock: str) -> None:
        self.folder = CHECKOUT / name
        self.name, self.python = name, python
        self.lock = CHECKOUT / "locks" / lock
        self.stamp = self.folder / ".lock-hash"

    @property
    def wanted(self) -> str:
        return hashlib.sha256(self.lock.read_bytes()).hexdigest()

    def is_ready(self) -> bool:
        """Whether it was made from the lock as it is now, and its interpreter still runs."""
        return self.stamp.exists() and self.stamp.read_text() == self.wanted and self.runs()

    def runs(self) -> bool:
        check = f"import sys; sys.exit(sys.version_info[:2] != ({self.python.replace('.', ', ')}))"
        try:
            done = subprocess.run([str(self.folder / "bin" / "python"), "-c", check], check=False)  # noqa: S603
        except OSError:  # not there, or a link to an interpreter that is gone
            return False
        return done.returncode == 0

    def build(self, uv: str) -> None:
        """Make it, or bring it up to its lock; the stamp is written last, so a killed build starts over."""
        if self.stamp.exists():
            self.stamp.unlink()
        if not self.runs():
            say(self.name, f"making an environment for Python {self.python}")
            run(self, [uv, "venv", "--clear", "--python", self.python, str(self.folder)])
        say(self.name, f"installing {self.lock.relative_to(CHECKOUT)}")
        sync = [uv, "pip", "sync", "--require-hashes", "--compile-bytecode", "--python", str(self.folder)]
        run(self, [*sync, str(self.lock)])
        self.stamp.write_text(self.wanted)
        say(self.name, "ready")


ENVIRONMENTS = (Environment(".venv-rasa", "3.10", "rasa.txt"), Environment(".venv", "3.12", "services.txt"))


def say(who: str, what: str) -> None:
    print(f"[{time.monotonic() - STARTED:6.1f} s] {who:<10} {what}", file=sys.stderr, flush=True)  # noqa: T201


def find_uv() -> str:
    """uv from the PATH, or our own copy in .tools, fetched where it is missing."""
    own = CHECKOUT / ".tools" / f"uv-{UV_VERSION}"
    found = shutil.which("uv")
    if found or (own / "bin" / "uv").exists():
        return found or str(own / "bin" / "uv")
    say("uv", f"fetching version {UV_VERSION} into .tools")
    said = fetch_uv(own)
    if said is not None or not (own / "bin" / "uv").exists():
        raise SetupFailed(
            "uv is missing and could not be fetched: install uv, or give Python 3 its pip or venv module "
            f"(Debian: apt-get install python3-pip) and access to a package registry.\n{said or ''}"
        )
    return str(own / "bin" / "uv")


def fetch_uv(own: Path) -> str | None:
    """Put uv into `own` with pip, or through a venv where there is no pip; None when it worked."""
    env = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_ROOT_USER_ACTION": "ignore"}
    install = ["install", "--quiet", "--disable-pip-version-check", f"uv=={UV_VERSION}"]
    said = quietly([sys.executable, "-m", "pip", *install, "--target", str(own)], env)
    if said is None:
        return None
    return quietly([sys.executable, "-m", "venv", "--clear", str(own)], env) or quietly(
        [str(own / "bin" / "pip"), *install], env
    )


def quietly(argv: list[str], env: dict[str, str]) -> str | None:
    """Run a command; None when it worked, else the end of what it said."""
    try:
        done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as exc:  # the venv has no pip
        return str(exc)
    return (done.stderr or done.stdout)[-1500:] if done.returncode else None


def run(environment: Environment, argv: list[str]) -> None:
    """Run a step of uv, pass on what it says as it happens, and turn a failure into one sentence."""
    said: list[str] = []
    # .python-version names both interpreters, which lets pyenv's shims find either one
    process = subprocess.Popen(  # noqa: S603
        argv,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    done = threading.Event()
    threading.Thread(target=beat, args=(environment.name, done), daemon=True).start()
    assert process.stderr is not None  # noqa: S101 - it was asked for
    for line in process.stderr:
        said.append(line)
        if line[:3].strip() not in ("+", "-", "~", ""):  # the list of packages is long and in the lock
            say(environment.name, line.rstrip())
    done.set()
    if process.wait():
        raise SetupFailed(explain(environment, "".join(said)))


def beat(who: str, done: threading.Event) -> None:
    while not done.wait(HEARTBEAT):
        say(who, "still working …")


def explain(environment: Environment, said: str) -> str:
    """The one sentence for a failed step of uv; its own words stand above already."""
    if any(sign in said for sign in BUILD_SIGNS):
        return (
            "A package has no ready-made wheel for this machine and could not be built: install a C compiler "
            "and Python's headers (Debian: apt-get install build-essential python3-dev), then try again."
        )
    if any(sign in said for sign in INTERPRETER_SIGNS):
        return (
            f"Python {environment.python} is missing and could not be fetched: install it "
            f"(for example with pyenv install {environment.python}), then run make setup again."
        )
    return f"{environment.name} could not be made (see above); mend that and run make setup again."


def make_ready() -> None:
    """Build side by side what is not ready."""
    waiting = [environment for environment in ENVIRONMENTS if not environment.is_ready()]
    if not waiting:
        return
    uv = find_uv()
    with ThreadPoolExecutor(len(waiting)) as pool:
        for built in [pool.submit(environment.build, uv) for environment in waiting]:
            built.result()
    say("setup", "both environments are ready")


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["uv"]:
            print(find_uv())  # noqa: T201 - the answer
        else:
            make_ready()
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)  # noqa: T201 - the one sentence
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
