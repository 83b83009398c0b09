"""What the market pays for a share, asked together: multiples, market value, dividend yield, its industry."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from actions.indicator.valuation import ValuationTeller
from actions.industry import industry_multiple
from actions.market_port import AskedMarket, latest_quote
from market.company import SHARES
from market.fact import Fact, Gap, Lack
from market.facts import known
from market.quote import Quote
from market.schedule import DIVIDENDS, cash_of_year
from market.securities import Security
from market.session import SHANGHAI
from market.valuation import VALUATION, vetted


@dataclass
class Part:
    """Lines and what they rest on; `lack` says why there are none."""

    lines: list[str] = field(default_factory=list)
    signed: list[Fact[Any] | Quote] = field(default_factory=list)
    lack: Lack = "no_data"

    def __add__(self, other: "Part") -> "Part":
        lack: Lack = "source_down" if "source_down" in {self.lack, other.lack} else self.lack
        return Part(self.lines + other.lines, self.signed + other.signed, lack)


class Values:
    """Asks only for what the question needs."""

    def __init__(self, market: AskedMarket, teller: ValuationTeller) -> None:
        self._market = market
        self._teller = teller
        self._beside = {"dividend_yield": self._dividend_yield, "industry": self._industry}

    async def tell(self, security: Security, names: Sequence[str]) -> Part:
        """Everything asked for, side by side; the multiples where nothing particular was."""
        asked = {name: self._beside[name](security) for name in names if name in self._beside}
        own = [name for name in names if name not in asked]
        if own or not asked:
            asked = {"multiples": self._multiples(security, own), **asked}
        parts = dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))
        told = sum(parts.values(), Part())
        absent = [name for name, part in parts.items() if name in self._beside and not part.lines]
        return told if not told.lines else told + Part([self._teller.absent(name) for name in absent])

    async def _multiples(self, security: Security, names: Sequence[str]) -> Part:
        found = await self._market.facts.get(VALUATION, security)
        fact = known(found)
        lines = self._teller.lines(fact.value, names) if fact else []
        part = Part(lines, [fact] if fact and lines else [], _lack(found))
        if "market_value" in names and (fact is None or vetted(fact.value).total_market_value is None):
            return part + await self._computed(security)
        return part

    async def _computed(self, security: Security) -> Part:
        """The latest price × all shares, where no house tells a market value that fits them."""
        found, quote = await asyncio.gather(
            self._market.facts.get(SHARES, security), latest_quote(self._market, security)
        )
        shares, price = known(found), _price(quote)
        if shares is None or shares.value.total is None or quote is None or price is None:
            return Part(lack=_lack(found))
        return Part([self._teller.computed(price * shares.value.total)], [quote, shares])

    async def _dividend_yield(self, security: Security) -> Part:
        """All cash for the last year whose distribution was carried out, over the latest price.

        The cash is that of the shares on the day of the price.
        """
        found, quote = await asyncio.gather(
            self._market.facts.get(DIVIDENDS, security), latest_quote(self._market, security)
        )
        dividends, price = known(found), _price(quote)
        if dividends is None or quote is None or price is None:
            return Part(lack=_lack(found))
        day = quote.as_of.astimezone(SHANGHAI).date()
        paid = cash_of_year(dividends.value, day)
        if paid is None:
            return Part(lack=_lack(found))
        told = self._teller.no_yield(paid) if paid.is_past(day) else self._teller.dividend_yield(paid, price)
        return Part([told], [quote, dividends])

    async def _industry(self, security: Security) -> Part:
        """What the market paid for its industry."""
        found = await industry_multiple(self._market, security)
        if isinstance(found, Gap):
            return Part(lack=found.reason)
        return Part([self._teller.industry(found.value)], [found])


def _price(quote: Quote | None) -> Decimal | None:
    return (quote.last or quote.previous_close) if quote else None


def _lack(found: Fact[Any] | Gap[Any]) -> Lack:
    return found.reason if isinstance(found, Gap) else "no_data"
