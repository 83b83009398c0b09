"""What a run of the product leaves: its logs, and processes that should have ended."""

import contextlib
import json
import shutil
from pathlib import Path

from tests.e2e.system import command_line

TRACE = "Traceback (most recent call last)"


def logs_of(folder: Path) -> list[Path]:
    return [folder / "supervisor.log", *sorted((folder / "var/log").glob("*.log"))]


def traces_in(folder: Path) -> dict[str, int]:
    """How many tracebacks each log holds."""
    return {log.stem: log.read_text(errors="replace").count(TRACE) for log in logs_of(folder) if log.exists()}


def keep_logs(folder: Path, place: Path) -> None:
    """Copy them, for the folder is gone soon."""
    place.mkdir(parents=True, exist_ok=True)
    for log in logs_of(folder):
        shutil.copy(log, place)


def keep_notes(place: Path, name: str, notes: object) -> None:
    """As JSON, beside the logs."""
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.json").write_text(json.dumps(notes, ensure_ascii=False, indent=1))


def processes_in(folder: Path) -> list[int]:
    """Processes that work in `folder` or were started from there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it is gone, or another user's
            here = (process / "cwd").readlink().is_relative_to(folder)
            named = any(str(folder) in word for word in command_line(int(process.name)))
            if here or named:
                found.append(int(process.name))
    return found
