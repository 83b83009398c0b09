"""The way to delisting as a chain of events, read from the titles of announcements. Pure.

Red (the decision) comes before orange (the delisting period that follows it): a chain, not a ladder.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self, get_args

import yaml

from rules.errors import BadRows
from rules.row import ROWS

Kind = Literal[
    "warning_possible",
    "risk_warning",
    "possible",
    "prior_notice",
    "hearing",
    "decision",
    "revoked",
    "review",
    "period",
    "delisted",
    "lift_applied",
    "lifted",
    "voluntary",
    "cash_option",
]
Level = Literal["red", "orange"]

_END: tuple[Kind, ...] = ("lifted", "revoked")
"""After these a new chain begins: what came before is history."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step on the way: the first announcement of its kind, and how many repeat it."""

    kind: Kind
    day: date
    title: str
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps in the order of their days, those before a lifted warning left out."""

    events: tuple[Event, ...] = ()

    def first(self, kind: Kind) -> Event | None:
        return next((event for event in self.events if event.kind == kind), None)

    @property
    def latest(self) -> Event | None:
        return self.events[-1] if self.events else None

    @property
    def red(self) -> Event | None:
        """The decision to end the listing."""
        return self.first("decision")

    @property
    def orange(self) -> Event | None:
        """The beginning of the delisting period."""
        return self.first("period")

    @property
    def levels(self) -> tuple[Level, ...]:
        """Those reached, in the order in which they were; a share leaving of its own will has none."""
        if self.voluntary:
            return ()
        reached: list[tuple[date, Level]] = []
        if self.red:
            reached.append((self.red.day, "red"))
        if self.orange:
            reached.append((self.orange.day, "orange"))
        return tuple(level for _, level in sorted(reached, key=lambda each: each[0]))

    @property
    def voluntary(self) -> bool:
        return self.first("voluntary") is not None


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: Kind
    when: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fits(self, title: str) -> bool:
        return bool(self.when.search(title)) and not (self.unless and self.unless.search(title))


class Titles:
    """Knows the kinds of announcements by rules/rows/announcement_titles.yml."""

    def __init__(self, patterns: Sequence[_Pattern], others: str, shares: str) -> None:
        self._patterns = patterns
        self._others = re.compile(others)
        self._shares = re.compile(shares)

    @classmethod
    def load(cls, file: Path = ROWS / "announcement_titles.yml") -> Self:
        """Read the patterns. Raises BadRows."""
        table: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        unknown = [entry["kind"] for entry in table["kinds"] if entry["kind"] not in get_args(Kind)]
        if unknown:
            raise BadRows(file, [f"There is no kind {kind!r}." for kind in unknown])
        patterns = [
            _Pattern(
                entry["kind"],
                re.compile(entry["when"]),
                re.compile(entry["unless"]) if "unless" in entry else None,
            )
            for entry in table["kinds"]
        ]
        return cls(patterns, table["others"], table["shares"])

    def kind(self, title: str) -> Kind | None:
        """What a title announces; None for one that is about other things, or about other securities."""
        plain = re.sub(r"\s", "", title)
        if self._others.search(plain) and not self._shares.search(plain):
            return None
        return next((pattern.kind for pattern in self._patterns if pattern.fits(plain)), None)

    def chain(self, announcements: Iterable[tuple[date, str]]) -> Chain:
        """The chain that the announcements of one share form, in whatever order they come."""
        events: dict[Kind, Event] = {}
        for day, title in sorted(announcements):
            kind = self.kind(title)
            if kind is None:
                continue
            if kind in _END:
                events = {}
            known = events.get(kind)
            if known is None:
                events[kind] = Event(kind, day, title)
            else:
                events[kind] = Event(kind, known.day, known.title, known.repeats + 1)
        return Chain(tuple(events.values()))
