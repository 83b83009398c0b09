"""A market that knows the facts it is given, for the tests of features that ask only for facts."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from market.fact import Fact, Gap, Kind
from market.facts import Facts
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import Session, TradingDays
from market.sources.calendar import load_trading_days

Found = Mapping[Any, Fact[Any] | Gap[Any]]
"""By the name of a kind and a key."""


@cache
def trading_days() -> TradingDays:
    return load_trading_days()


class GivenFacts:
    """Answers by kind and key; whatever else is asked, nobody can say. `asked` is what was asked."""

    def __init__(self, found: Found, otherwise: Gap[Any]) -> None:
        self._found = found
        self._otherwise = otherwise
        self.asked: list[tuple[str, Hashable]] = []

    async def get[K: Hashable, T](self, kind: Kind[K, T], key: K) -> Fact[T] | Gap[T]:
        self.asked.append((kind.name, key))
        return self._found.get((kind.name, key), self._otherwise)


class NoQuotes:
    """Knows no quote."""

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]:
        return {each.ref: QuoteMissing(each, "source_down") for each in securities}


class GivenMarket:
    """`facts` may be real ones instead, over sources of the test's own."""

    def __init__(
        self,
        now: datetime,
        found: Found | None = None,
        *,
        facts: Facts | None = None,
        otherwise: Gap[Any] | None = None,
        mode: str = "live",
    ) -> None:
        self.days = trading_days()
        self.session = Session(self.days)
        self.given = GivenFacts(found or {}, otherwise or Gap("source_down"))
        self._facts = facts
        self._now = now
        self._mode = mode

    @property
    def facts(self) -> Facts | GivenFacts:
        return self._facts or self.given

    @property
    def quotes(self) -> NoQuotes:
        return NoQuotes()

    @property
    def mode(self) -> str:
        return self._mode

    def now(self) -> datetime:
        return self._now
