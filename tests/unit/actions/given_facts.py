"""A market that knows the facts it is given and nothing else, for features that ask for many kinds."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.question import Asked, Question
from market.fact import Fact, Gap, Kind, Lack
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI, Session, TradingDays
from market.sources.calendar import load_trading_days

DAYS = load_trading_days()
Known = Mapping[tuple[Any, Any], Any]
"""(kind or its name, key) → a value, a fact or a gap."""


class GivenFacts:
    """A bare value is a fact of now, told by 巨潮资讯; `asked` is what was asked for."""

    def __init__(self, known: Known, now: datetime, lack: Lack) -> None:
        self._known = {(getattr(kind, "name", kind), key): value for (kind, key), value in known.items()}
        self._now = now
        self._lack = lack
        self.asked: list[tuple[str, Hashable]] = []

    async def get[K: Hashable, T](self, kind: Kind[K, T], key: K) -> Fact[T] | Gap[T]:
        self.asked.append((kind.name, key))
        found = self._known.get((kind.name, key))
        if isinstance(found, Fact | Gap):
            return found
        return Gap(self._lack) if found is None else Fact(found, self._now, "巨潮资讯")


class GivenQuotes:
    def __init__(self, quotes: Sequence[Quote | QuoteMissing]) -> None:
        self._quotes = {quote.security.ref: quote for quote in quotes}

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]:
        return {each.ref: self._quotes.get(each.ref) or QuoteMissing(each, "no_data") for each in securities}


class GivenMarket:
    """What is not given is a gap with the reason `lack`."""

    def __init__(
        self,
        now: str | datetime,
        known: Known | None = None,
        *quotes: Quote | QuoteMissing,
        mode: str = "live",
        lack: Lack = "no_data",
        days: TradingDays = DAYS,
    ) -> None:
        self._now = moment(now) if isinstance(now, str) else now
        self.mode = mode
        self.days = days
        self.session = Session(days)
        self.facts = GivenFacts(known or {}, self._now, lack)
        self.quotes = GivenQuotes(quotes)

    def now(self) -> datetime:
        return self._now


class Lexicon:
    """Knows the securities that it is given."""

    def __init__(self, *known: Security) -> None:
        self._known = {security.ref: security for security in known}

    def get(self, ref: str) -> Security | None:
        return self._known.get(ref)

    def suggest(self, text: str, limit: int = 3) -> list[Security]:
        return []


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def about(text: str, *securities: Security, **changes: Any) -> Question:
    """A message that names securities."""
    asked = tuple(Asked((security.ref,), security.name) for security in securities)
    return replace(Question(text=text, asked=asked), **changes)
