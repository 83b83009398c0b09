"""Reads the cells of lists of issues: one that can't be read is unknown, a whole column is a change."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from market.errors import SourceChanged
from market.ipo import Ipo, consistent, resolve, units_fit
from market.sources import frames

TEN_THOUSAND = 10_000
_SHORT_DAY = re.compile(r"(\d{1,2})[-/月](\d{1,2})日?(?:\s*(?:周|星期)([一二三四五六日天]))?")
_WEEKDAYS = "一二三四五六日"
_LISTED_PREFIX = re.compile(r"^[NC](?=[\u4e00-\u9fff])")
_NOT_YET = re.compile(r"待|未|预|详|查看|暂|[-—]+$")


class Cells:
    """One list under reading; `check` tells whether it was read at all."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._good: Counter[str] = Counter()
        self._bad: Counter[str] = Counter()

    def take[T](self, row: Mapping[str, Any], column: str, read: Callable[[Any], T]) -> T | None:
        """The cell as `read` understands it; None where it is empty, still to come, or not understood."""
        cell = row[column]
        if cell is None or _NOT_YET.search(str(cell)):
            return None
        try:
            value = read(cell)
        except (ValueError, OverflowError):  # written in a way that we don't know
            self._bad[column] += 1
            return None
        self._good[column] += 1
        return value

    def count(self, what: str, *, holds: bool) -> bool:
        """Note whether something holds of a row that ought to hold of all."""
        (self._good if holds else self._bad)[what] += 1
        return holds

    def weigh(self, ipo: Ipo) -> Ipo:
        """The issue without what contradicts itself; of many such, the units are not those that we know."""
        if ipo.apply_limit is not None:
            self.count("units", holds=units_fit(ipo))
        return consistent(ipo)

    def check(self) -> None:
        """Raises SourceChanged naming what could not be read more often than it could."""
        wrong = tuple(what for what, count in self._bad.items() if count > self._good[what])
        if wrong:
            raise SourceChanged(self._source, wrong)


def name(cell: Any) -> str:
    """A share's name without blanks, and without the letter of its first days."""
    return _LISTED_PREFIX.sub("", "".join(frames.text(cell).split()))


def code(cell: Any) -> str:
    """Six digits. Raises ValueError: with five it would be a share in Hong Kong."""
    written = frames.text(cell)
    if len(written) != 6 or not (written.isascii() and written.isdigit()):
        raise ValueError(written)
    return written


def positive(cell: Any, scale: int = 1) -> Decimal | None:
    """A number above zero; zero stands for what is not known yet. Raises ValueError."""
    value = frames.decimal(cell, scale)
    return value if value is None or value > 0 else None


def shares(cell: Any) -> int | None:
    """A count given in ten thousands. Raises ValueError where it is no whole one."""
    value = positive(cell, TEN_THOUSAND)
    if value is not None and value != value.to_integral_value():
        raise ValueError(f"a part of a share: {value}")
    return None if value is None else int(value)


def ten_thousand_yuan(cell: Any) -> Decimal | None:
    return positive(cell, TEN_THOUSAND)


def day_near(today: date) -> Callable[[Any], date | None]:
    """Reads days that are printed without their year; a weekday beside one must be its own."""

    def read(cell: Any) -> date | None:
        if isinstance(cell, date | datetime):
            return frames.day(cell)
        found = _SHORT_DAY.fullmatch(frames.text(cell))
        if found is None:
            return frames.day(cell)
        day = resolve(int(found[1]), int(found[2]), today)
        if day is None or (found[3] and _WEEKDAYS.index(found[3].replace("天", "日")) != day.weekday()):
            raise ValueError(f"no day near: {cell!r}")
        return day

    return read
