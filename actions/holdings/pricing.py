"""What holdings are priced by: quotes on an exchange, and off it the net asset value last published."""

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal

from actions.holdings.in_time import in_time
from actions.market_port import AskedMarket
from market.facts import known
from market.funds import FUND_NAV, FundNav
from market.quote import Quote, QuoteMissing
from market.securities import Security, is_off_exchange

MOST_FUNDS = 40
"""Funds whose value one message asks for: each is a question of its own."""
_UNIT = Decimal(1)
"""What one unit of a money fund is worth by its contract."""


async def priced(market: AskedMarket, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]:
    """By ref; without those that could not be had in time."""
    funds = [each for each in securities if is_off_exchange(each.ref)]
    listed = [each for each in securities if not is_off_exchange(each.ref)]
    quotes, values = await asyncio.gather(market.quotes.get(listed), _values(market, funds[:MOST_FUNDS]))
    return {**quotes, **values}


async def _values(market: AskedMarket, funds: Sequence[Security]) -> dict[str, Quote]:
    found = await in_time([_value(market, each) for each in funds])
    return {each.security.ref: each for each in found if each is not None}


async def _value(market: AskedMarket, fund: Security) -> Quote | None:
    """The day's value as if it were the last price of that day."""
    fact = known(await market.facts.get(FUND_NAV, fund.code))
    worth = _worth(fact.value) if fact else None
    if fact is None or worth is None:
        return None
    return Quote(
        security=fund,
        last=worth,
        previous_close=None,
        open=None,
        high=None,
        low=None,
        volume=None,
        amount=None,
        turnover_rate=None,
        volume_ratio=None,
        limit_up=None,
        limit_down=None,
        suspended=False,
        as_of=fact.as_of,
        source=fact.source,
        phase="closed",
        stale=fact.stale,
        demo=fact.demo,
    )


def _worth(nav: FundNav) -> Decimal | None:
    if nav.nav is None and nav.per_ten_thousand is not None:
        return _UNIT
    return nav.nav
