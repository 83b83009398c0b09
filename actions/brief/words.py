"""The words of briefs, and how their figures, times and gaps are written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from actions import figures
from actions.facts import FactWords, moment
from actions.words import NOTICES, load_words
from market.fact import Fact, Lack
from market.quote import Quote
from market.securities import Security, decimals

Signed = Fact[Any] | Quote


@dataclass(frozen=True)
class BriefWords:
    """The table data/notices/brief.yml; keys there are the names here."""

    lines: int
    page: int
    most: int
    title_length: int
    indices: Sequence[str]
    benchmark: str
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    title: str
    week_title: str
    weekdays: Sequence[str]
    head: str
    head_demo: str
    head_stale: str
    stamp: str
    stamp_demo: str
    stamp_stale: str
    with_status: str
    parts: Mapping[str, str]
    statuses: Mapping[str, str]
    quotes: Mapping[str, str]
    issues: Mapping[str, Any]
    events: Mapping[str, str]
    periods: Mapping[int, str]
    sectors: Mapping[str, Any]
    week: Mapping[str, str]
    missing: str
    group: str
    some: str
    groups: str
    join: str
    why: Mapping[str, str]
    beyond: str
    empty: str
    rest: str
    page_rest: str
    end: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "brief.yml")


@dataclass(frozen=True)
class Pen:
    """Writes by `words` as of `now`; in `demo` what is not there is not in the samples."""

    words: BriefWords
    facts: FactWords
    now: datetime
    demo: bool

    def head(self, part: str, facts: Sequence[Signed], status: str = "") -> str:
        """The head of a part: when and whence its figures are."""
        when, words = self._when(facts, status), self.words
        return self._pattern(facts, (words.head, words.head_stale, words.head_demo)).format(
            part=words.parts[part], when=when, source=self.facts.sources(*facts)
        )

    def stamp(self, facts: Sequence[Signed]) -> str:
        """The same behind a line."""
        words = self.words
        return self._pattern(facts, (words.stamp, words.stamp_stale, words.stamp_demo)).format(
            when=self._when(facts), source=self.facts.sources(*facts)
        )

    def percent(self, value: Decimal | None) -> str:
        return self.facts.none if value is None else figures.signed_percent(value)

    def price(self, value: Decimal | None, security: Security) -> str:
        return self.facts.none if value is None else figures.price(value, decimals(security.kind))

    def day(self, day: date) -> str:
        """A date, as "今日" where it is today's."""
        today = self.now.date()
        return self.words.events["today"] if day == today else figures.day(day, today)

    def date(self, day: date) -> str:
        """A date; in a demonstration with its year."""
        return day.isoformat() if self.demo else figures.day(day, self.now.date())

    def missing(self, lacks: Iterable[tuple[str, Lack, int]]) -> str:
        """What is missing, by the reason why; a number says of how many shares, 0 that it is missing
        altogether; what is no part is a name. "" where nothing is.
        """
        by_reason: dict[str, list[str]] = {}
        for part, lack, count in lacks:
            why = "not_in_demo" if self.demo and lack in {"source_down", "no_data"} else lack
            name = self.words.parts.get(part, part)
            named = self.words.some.format(count=count, part=name) if count else name
            by_reason.setdefault(why, []).append(named)
        groups = [
            self.words.group.format(parts=self.words.join.join(names), why=self.words.why[why])
            for why, names in by_reason.items()
        ]
        return self.words.missing.format(groups=self.words.groups.join(groups)) if groups else ""

    def _pattern(self, facts: Sequence[Signed], patterns: tuple[str, str, str]) -> str:
        live, stale, demo = patterns
        if any(each.demo for each in facts):
            return demo
        return stale if any(each.stale for each in facts) else live

    def _when(self, facts: Sequence[Signed], status: str = "") -> str:
        """The oldest time of the newest day: what is of another day says so in its own line."""
        newest = max(each.as_of.date() for each in facts)
        at = min(each.as_of for each in facts if each.as_of.date() == newest)
        when = moment(at, self.now, full=any(each.demo for each in facts))
        return self.words.with_status.format(when=when, status=status) if status else when
