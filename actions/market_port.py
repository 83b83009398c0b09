"""What features need of `market.market.Market`, so that tests may hand them one of their own."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from market.bars import DAILY_BARS, Bar, BarsKey
from market.fact import Fact, Gap, Kind
from market.quote import Quote, QuoteMissing, known
from market.securities import Security
from market.session import Session, TradingDays


class Facts(Protocol):
    """What is needed of `market.facts.Facts`."""

    async def get[K: Hashable, T](self, kind: Kind[K, T], key: K) -> Fact[T] | Gap[T]: ...


class Quotes(Protocol):
    """What is needed of `market.quotes.Quotes`."""

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]: ...


class AskedMarket(Protocol):
    """Its `facts` are other ones once the market is entered, so they are taken when they are asked."""

    days: TradingDays
    session: Session

    @property
    def facts(self) -> Facts: ...

    @property
    def quotes(self) -> Quotes: ...

    @property
    def mode(self) -> str: ...

    def now(self) -> datetime: ...


async def latest_quote(market: AskedMarket, security: Security) -> Quote | None:
    """The latest quote, else the last one known."""
    return known((await market.quotes.get([security]))[security.ref])


async def daily_bars(
    market: AskedMarket, security: Security
) -> tuple[Fact[tuple[Bar, ...]] | Gap[tuple[Bar, ...]], bool]:
    """Adjusted, so that a dividend is no fall; as traded where no source gives those, and so told."""
    adjusted = await market.facts.get(DAILY_BARS, BarsKey(security, adjusted=True))
    if isinstance(adjusted, Gap) and adjusted.reason != "source_down":
        return await market.facts.get(DAILY_BARS, BarsKey(security)), False
    return adjusted, True
