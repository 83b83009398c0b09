"""How the days hold each other, and the file of roots that is anchored outside. Pure.

A line is `number day leaves root`, such as `1 2026-11-26 4000000 5dc9…`; its hash is sha256 of the hash
before (32 bytes, zeros at the beginning) followed by the line in ASCII. The file has each line with its hash
behind it: anybody can compute it anew, and an older file must be the beginning of every newer one.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Day:
    """A sealed day: so many leaves, their root, and the hash that covers it and all before."""

    number: int
    day: date
    leaves: int
    root: bytes
    previous: bytes
    hash: bytes

    @property
    def line(self) -> str:
        return f"{line_of(self.number, self.day, self.leaves, self.root)} {self.hash.hex()}"

    @property
    def sound(self) -> bool:
        """Whether it is what its own hash was made of."""
        return link(self.previous, line_of(self.number, self.day, self.leaves, self.root)) == self.hash


def line_of(number: int, day: date, leaves: int, root: bytes) -> str:
    return f"{number} {day.isoformat()} {leaves} {root.hex()}"


def link(previous: bytes, line: str) -> bytes:
    return hashlib.sha256(previous + line.encode("ascii")).digest()


def follow(before: Day | None, day: date, leaves: int, root: bytes) -> Day:
    """The day behind `before`."""
    number = before.number + 1 if before else 1
    previous = before.hash if before else GENESIS
    return Day(number, day, leaves, root, previous, link(previous, line_of(number, day, leaves, root)))


def noted(lines: Iterable[str]) -> dict[int, str]:
    """The lines of a file of roots by their number; raises ValueError for what is none."""
    found = {}
    for line in lines:
        if line.strip():
            found[int(line.split(" ", 1)[0])] = line.strip()
    return found
