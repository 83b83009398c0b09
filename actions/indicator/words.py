"""What a question about indicators asks for: which figures, of which period. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from actions.words import NOTICES, load_words
from market.finance import Report, latest_of_quarter, period_of, quarter_of, report_of
from market.names import normalise
from market.technical import AVERAGES, RSI_SPANS

_YEAR = re.compile(r"(?<!\d)(20\d{2}|[12]\d)(?:年|财年)")
_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_WINDOWS = {"MA": AVERAGES, "RSI": RSI_SPANS}
_GROUPS = ("valuation", "finance", "technical")


@dataclass(frozen=True)
class IndicatorWords:
    """The table data/notices/indicator.yml; keys there are the names here."""

    asks: Mapping[str, str]
    lacking: Mapping[str, str]
    windows: Mapping[str, str]
    groups: Mapping[str, list[str]]
    years: Mapping[int, str]
    several: str
    quarters: Mapping[int, str]
    periods: Mapping[int, str]
    what: Mapping[str, str]
    gap: str
    join: str
    loss: str
    none: str
    valuation: Mapping[str, Any]
    finance: Mapping[str, str]
    technical: Mapping[str, str]
    buttons: Mapping[str, Any]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "indicator.yml")

    def lacks(self, text: str) -> str:
        """What a text asks for that nothing here tells: 不良率, MA250."""
        plain = normalise(text).upper()
        told = [name for name, pattern in self.lacking.items() if re.search(pattern, plain)]
        for name, pattern in self.windows.items():
            spans = [int(found[found.lastindex or 0]) for found in re.finditer(pattern, plain)]
            told += [f"{name}{span}" for span in spans if span not in _WINDOWS[name]]
        return self.join.join(dict.fromkeys(told))

    def period(self, period: date) -> str:
        """How a period is called: 2020年一季度."""
        return self.periods[quarter_of(period)].format(year=period.year)


@dataclass(frozen=True)
class Span:
    """The period that is meant, as far as it is said; `count` of years where several are."""

    year: int | None = None
    quarter: int | None = None
    count: int = 0

    @classmethod
    def remembered(cls, written: str) -> Self:
        """Out of "2025q3", "2025" or "q3", or "y3" for several years."""
        if written.startswith("y"):
            return cls(count=int(written[1:]))
        year, _, quarter = written.partition("q")
        return cls(int(year) if year else None, int(quarter) if quarter else None)

    @property
    def written(self) -> str:
        if self.count:
            return f"y{self.count}"
        return f"{self.year or ''}{f'q{self.quarter}' if self.quarter else ''}"

    def pick(self, reports: Sequence[Report], today: date) -> tuple[Report | None, date | None]:
        """The report that is meant, and its period; a period that nobody named is the latest reported."""
        if self.year is None and self.quarter is None:
            return reports[-1], None
        if self.year is None:
            return latest_of_quarter(reports, self.quarter or 4), None
        if self.quarter is None and self.year >= today.year:
            of_year = [each for each in reports if each.period.year == self.year]
            return (of_year[-1] if of_year else None), period_of(self.year, 4)
        period = period_of(self.year, self.quarter or 4)
        return report_of(reports, period), period


@dataclass(frozen=True)
class Wish:
    """Names of figures, in the order of the table, and the period."""

    names: tuple[str, ...] = ()
    span: Span = Span()

    @classmethod
    def read(cls, text: str, words: IndicatorWords, today: date) -> Self:
        plain = normalise(text).upper()
        names = tuple(name for name, pattern in words.asks.items() if re.search(pattern, plain))
        return cls(names, span_of(plain, words, today))

    @classmethod
    def remembered(cls, details: Mapping[str, str]) -> Self:
        names = tuple(name for name in details.get("indicator", "").split(",") if name)
        return cls(names, Span.remembered(details.get("report_period", "")))

    @property
    def details(self) -> dict[str, str]:
        told = {"indicator": ",".join(self.names), "report_period": self.span.written}
        return {name: value for name, value in told.items() if value}

    def groups(self, words: IndicatorWords) -> dict[str, tuple[str, ...]]:
        """The names by group, as asked; a period alone asks for reports, nothing at all for the valuation."""
        found = {
            group: tuple(name for name in self.names if name in words.groups[group]) for group in _GROUPS
        }
        told = {group: names for group, names in found.items() if names}
        return told or {"finance" if self.span != Span() else "valuation": ()}


def span_of(text: str, words: IndicatorWords, today: date) -> Span:
    """The period that a text names."""
    if several := re.search(words.several, text):
        return Span(count=_COUNTS.get(several["count"]) or int(several["count"]))
    quarter = next((each for each, pattern in words.quarters.items() if re.search(pattern, text)), None)
    year = next((today.year + by for by, pattern in words.years.items() if re.search(pattern, text)), None)
    if year is None and (found := _YEAR.search(text)):
        year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
    return Span(year, quarter)
