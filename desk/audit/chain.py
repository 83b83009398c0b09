"""How the rows of the audit log hold each other: each hash covers its row and the hash before it. Pure.

An auditor can compute it without us: sha256 of the hash before (32 bytes, zeros at the beginning) followed by
the UTF-8 of `[id, at, actor, act, subject, detail]` as JSON with sorted keys, without spaces, with every
character as it is; `at` is UTC with microseconds, as in 2026-03-09T01:30:00.000000+00:00.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = bytes(32)
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done: `actor` did `act` to `subject`, such as "conversation:12"."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    detail: Mapping[str, Any]


def seal(entry: Entry, previous: bytes) -> bytes:
    """The hash of a row behind the one with hash `previous`."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    row = [entry.id, at, entry.actor, entry.act, entry.subject, entry.detail]
    return hashlib.sha256(previous + _canonical(row).encode()).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log reaches: noted down elsewhere, it shows whether the end was cut off."""

    count: int = 0
    hash: bytes = GENESIS

    def __str__(self) -> str:
        return f"{self.count} {self.hash.hex()}"
