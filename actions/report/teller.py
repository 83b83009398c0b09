"""What all parts of a report are told with: the market, the words, and figures as an investor reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, Self

from actions import figures
from actions.facts import FactWords
from actions.market_port import AskedMarket, daily_bars, latest_quote
from actions.words import NOTICES, load_words
from market.bars import Bar
from market.fact import Fact, Gap, Lack
from market.finance import Report, quarter_of
from market.quote import Quote
from market.schedule import Disclosure
from market.securities import Security

Signed = Fact[Any] | Quote


@dataclass(frozen=True)
class ReportWords:
    """The table data/notices/report_parts.yml; keys there are the names here."""

    title: str
    head: str
    head_demo: str
    head_stale: str
    parts: Mapping[str, str]
    missing: str
    group: str
    groups: str
    why: Mapping[str, str]
    end: str
    gap: str
    statuses: Mapping[str, str]
    price: Mapping[str, str]
    valuation: Mapping[str, str]
    finance: Mapping[str, str]
    periods: Mapping[int, str]
    capital: Mapping[str, str]
    schedule: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "report_parts.yml")


@dataclass(frozen=True)
class Part:
    """What one part says, the facts that it rests on, and what of it is missing and why."""

    lines: tuple[str, ...]
    facts: tuple[Signed, ...]
    lacks: Mapping[str, Lack] = field(default_factory=dict)


class PartMaker(Protocol):
    """Makes one part of a report; `name` is a key of the words' `parts`."""

    @property
    def name(self) -> str: ...

    async def make(self, security: Security) -> Part | Lack:
        """Why there is none where nothing of it is known."""


def lack_of(*found: Fact[Any] | Gap[Any]) -> Lack:
    """Why nothing can be told of these: that nobody could say weighs most."""
    reasons = [each.reason for each in found if isinstance(each, Gap)]
    return "source_down" if "source_down" in reasons else next(iter(reasons), "no_data")


def lacks_of(**found: Fact[Any] | Gap[Any]) -> dict[str, Lack]:
    """By name, why those are missing of which not even an old value is known."""
    return {
        name: each.reason for name, each in found.items() if isinstance(each, Gap) and each.last_known is None
    }


class Teller:
    """What all parts need: the market, the words, and figures as an investor reads them."""

    def __init__(self, market: AskedMarket, words: ReportWords, facts: FactWords) -> None:
        self.market = market
        self.words = words
        self._facts = facts

    def money(self, value: Decimal | None) -> str:
        return self._facts.none if value is None else figures.big(value, self._facts.units)

    def ratio(self, value: Decimal | None) -> str:
        return self._facts.none if value is None else figures.percent(value)

    def growth(self, value: Decimal | None) -> str:
        return self._facts.none if value is None else figures.signed_percent(value)

    def price(self, value: Decimal | None, places: int = 2) -> str:
        return self._facts.none if value is None else figures.price(value, places)

    def period(self, report: Report | Disclosure) -> str:
        return self.words.periods[quarter_of(report.period)].format(year=report.period.year)

    async def quote(self, security: Security) -> Quote | None:
        return await latest_quote(self.market, security)

    async def bars(self, security: Security) -> tuple[Fact[tuple[Bar, ...]] | Gap[tuple[Bar, ...]], bool]:
        return await daily_bars(self.market, security)

    def day(self, day: date) -> str:
        """A date, with its year where it is another than this one."""
        return figures.day(day, self.market.now().date())
