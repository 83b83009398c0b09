"""`python -m gateway.advisories`: whether each known advisory of a locked package has a judgement that holds.

Without arguments it needs no network and is part of `make lint`: what is judged must still be what is locked,
and no judgement may have run out. With `ask` (`make audit`) pip-audit asks PyPI, and what it
knows is compared with the list. What the service does not know of counts as not looked at.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from gateway import environments

LOCKS = Path(__file__).resolve().parents[1] / "locks"
LIST = LOCKS / "advisories.toml"
PYTHONS = {"rasa": "3.10", "services": "3.12"}
PIP_AUDIT = "pip-audit==2.10.1"
JUDGEMENTS = frozenset({"not used", "mitigated", "accepted"})
LONGEST = 400  # days that a judgement may hold
_PIN = re.compile(r"(?m)^([a-z0-9-]+)==(\S+)")

Pins = Mapping[str, Mapping[str, set[str]]]
"""Lock → package → versions."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """Advisories `ids` of one locked version, and why it may stay until `expires`."""

    package: str
    version: str
    lock: str
    ids: tuple[str, ...]
    fixed: str
    about: str
    judgement: str
    because: str
    expires: date


def load(file: Path = LIST) -> tuple[Advisory, ...]:
    """The list; raises TypeError where an entry lacks a field or has one too many."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["advisory"]
    return tuple(Advisory(**{**entry, "ids": tuple(entry["ids"])}) for entry in entries)


def read_pins(folder: Path = LOCKS) -> Pins:
    """What the locks pin."""
    found: dict[str, dict[str, set[str]]] = {}
    for lock in PYTHONS:
        kept = found.setdefault(lock, {})
        for package, version in _PIN.findall((folder / f"{lock}.txt").read_text(encoding="utf-8")):
            kept.setdefault(package, set()).add(version)
    return found


def faults(advisories: Iterable[Advisory], pins: Pins, today: date) -> list[str]:
    """What is wrong with the list, a sentence each. Pure."""
    return [
        f"{each.package} {each.version}: {fault}" for each in advisories for fault in _of(each, pins, today)
    ]


def unjudged(report: Mapping[str, Any], lock: str, advisories: Sequence[Advisory]) -> list[str]:
    """What pip-audit's `report` on a lock has and the list has not: an advisory under none of its names, or a
    package that could not be looked at. Pure.
    """
    judged = {(each.package, each.version, id) for each in advisories if each.lock == lock for id in each.ids}
    told = []
    for each in report["dependencies"]:
        if "skip_reason" in each:
            told.append(f"{each['name']}: not looked at ({each['skip_reason']})")
        for found in each.get("vulns", ()):
            names = (found["id"], *found.get("aliases", ()))
            if not any((each["name"], each["version"], name) in judged for name in names):
                fixed = ", ".join(found.get("fix_versions", ())) or "nothing yet"
                told.append(f"{each['name']} {each['version']}: {' '.join(names)}, mended by {fixed}")
    return told


def main(arguments: Sequence[str]) -> int:
    """0 where nothing is to be done."""
    advisories = load()
    told = faults(advisories, read_pins(), datetime.now(UTC).date())
    if "ask" in arguments:
        for lock, python in PYTHONS.items():
            told += [f"{lock}: {each}" for each in unjudged(_asked(lock, python), lock, advisories)]
    for each in told:
        print(each, file=sys.stderr)  # noqa: T201
    return 1 if told else 0


def _of(advisory: Advisory, pins: Pins, today: date) -> Iterable[str]:
    locked = pins.get(advisory.lock, {}).get(advisory.package, set())
    if advisory.version not in locked:
        yield f"no longer locked ({', '.join(sorted(locked)) or 'not there'}), so look at it anew"
    if advisory.judgement not in JUDGEMENTS:
        yield f"{advisory.judgement!r} is no judgement"
    if not (advisory.ids and advisory.because.strip() and advisory.about.strip()):
        yield "without its ids, what it is about, or a reason"
    if advisory.expires < today:
        yield f"the judgement ran out on {advisory.expires}: look at it anew"
    elif (advisory.expires - today).days > LONGEST:
        yield f"a judgement holds {LONGEST} days at most"


def _asked(lock: str, python: str) -> dict[str, Any]:
    """pip-audit's report; it ends with 1 where it has found something."""
    command = [environments.find_uv(), "tool", "run", "--python", python, PIP_AUDIT, "--disable-pip"]
    command += [
        "--require-hashes",
        "--progress-spinner",
        "off",
        "-f",
        "json",
        "-r",
        str(LOCKS / f"{lock}.txt"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if not done.stdout.strip():
        sys.exit(done.stderr.strip() or "pip-audit said nothing")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
