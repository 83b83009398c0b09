"""What a feature that asks for facts, quotes and the calendar needs of `market.market.Market`."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from market.fact import Fact, Gap, Kind
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import Session


class Facts(Protocol):
    """What is needed of `market.facts.Facts`."""

    async def get[K: Hashable, T](self, kind: Kind[K, T], key: K) -> Fact[T] | Gap[T]: ...


class Quotes(Protocol):
    """What is needed of `market.quotes.Quotes`."""

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]: ...


class Market(Protocol):
    """Its facts are other ones once it is entered, so they are asked for at each question."""

    @property
    def facts(self) -> Facts: ...

    @property
    def quotes(self) -> Quotes: ...

    @property
    def session(self) -> Session: ...

    @property
    def mode(self) -> str: ...

    @property
    def now(self) -> "Now": ...


class Now(Protocol):
    def __call__(self) -> datetime: ...
