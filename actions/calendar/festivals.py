"""When festivals fall, and how long the exchanges close around a day. Pure but for reading one table."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from actions.dates import Span
from actions.dates import days as days_of
from market.session import Certainty, TradingDays

_FILE = Path(__file__).parents[2] / "data" / "calendar" / "festivals.csv"
_FORESEEN = 400
"""Days ahead that are looked at for the next closure."""


@dataclass(frozen=True)
class Closure:
    """The days off in a row: `before` and `after` are the trading days on both sides."""

    first: date
    last: date
    before: date
    after: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Festival:
    """A festival of one year, with the days off that the law gives for it."""

    key: str
    day: date
    legal: Span


class Festivals:
    """Festivals of some years; `words` are patterns by key by which a text names them."""

    def __init__(self, dated: Iterable[Festival], words: Mapping[str, str]) -> None:
        self._dated = sorted(dated, key=lambda each: each.day)
        self._words = {key: re.compile(pattern) for key, pattern in words.items()}

    @classmethod
    def load(cls, words: Mapping[str, str], file: Path = _FILE) -> Self:
        with file.open(encoding="utf-8", newline="") as opened:
            dated = [_read(row) for row in csv.DictReader(opened)]
        return cls(dated, words)

    def named(self, text: str) -> tuple[str, ...]:
        """The festivals that a text names."""
        return tuple(key for key, pattern in self._words.items() if pattern.search(text))

    def day(self, key: str, today: date, year: int | None, days: TradingDays) -> date | None:
        """The day of a festival in a year; without one, of the next whose closure is not over."""
        for each in self._dated:
            if each.key != key:
                continue
            if each.day.year == year or (year is None and closure(days, each.day).last >= today):
                return each.day
        return None

    def within(self, first: date, last: date) -> tuple[Festival, ...]:
        """The festivals of a span of days."""
        return tuple(each for each in self._dated if first <= each.day <= last)


def _read(row: Mapping[str, str]) -> Festival:
    day, first, last = (date.fromisoformat(row[name]) for name in ("date", "legal_from", "legal_to"))
    return Festival(row["festival"], day, Span(first, last))


def closure(days: TradingDays, day: date) -> Closure:
    """The closure that a day off lies in."""
    before, after = days.before(day), days.after(day)
    return Closure(before + timedelta(days=1), after - timedelta(days=1), before, after)


def closures(days: TradingDays, first: date, last: date) -> Iterator[Closure]:
    """The closures within some days that are longer than a weekend, as far as anything is known."""
    done = first
    for day in days_of(first, last):
        if day < done or day.weekday() > 4 or day in days or days.certainty(day) == "unknown":
            continue
        found = closure(days, day)
        done = found.after
        yield found


def foreseen(days: TradingDays, today: date) -> Iterator[Closure]:
    """The closures that are going on or to come."""
    return closures(days, today, today + timedelta(days=_FORESEEN))


def least(days: TradingDays, *asked: date) -> Certainty:
    """How certain the least certain of some days is."""
    order: tuple[Certainty, ...] = ("unknown", "provisional", "official")
    return min((days.certainty(day) for day in asked), key=order.index)
