"""Closes of several securities over the same days; what is missing is named and not guessed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from actions.holdings.in_time import in_time
from actions.market_port import AskedMarket
from market.bars import DAILY_BARS, Bar, BarsKey, since
from market.fact import Fact
from market.facts import known
from market.securities import Security, is_off_exchange

_PATIENCE = 3.0
"""Seconds after which nothing more is asked for: somebody waits."""
DAYS = 61
"""Closes that are shown: some three months, the first of them is nought."""


@dataclass(frozen=True)
class Stretch:
    """Closes by ref, one for each of `days`; a day on which one did not trade has its close before.

    `lacking` have no bars for it; `traded` says that prices as they were traded had to do for some.
    """

    days: tuple[date, ...]
    closes: dict[str, tuple[Decimal, ...]]
    lacking: tuple[Security, ...]
    facts: tuple[Fact[Any], ...]
    traded: bool


async def stretch(market: AskedMarket, securities: Sequence[Security]) -> Stretch:
    """The last days that the newest of them knows; who has none at the beginning is lacking."""
    found = await in_time([_bars(market, each) for each in securities])
    bars = {each.ref: one for each, one in zip(securities, found, strict=True) if one is not None}
    days = _days([fact.value for fact, _ in bars.values()])
    closes = {ref: filled for ref, (fact, _) in bars.items() if (filled := _filled(fact.value, days))}
    used = [bars[ref] for ref in closes]
    return Stretch(
        days,
        closes,
        tuple(each for each in securities if each.ref not in closes),
        tuple(fact for fact, _ in used),
        any(traded for _, traded in used),
    )


async def _bars(market: AskedMarket, security: Security) -> tuple[Fact[tuple[Bar, ...]], bool] | None:
    """Adjusted backwards, so that a dividend is no fall; as traded where that is all there is."""
    if is_off_exchange(security.ref):
        return None
    if security.kind == "index":
        fact = known(await market.facts.get(DAILY_BARS, BarsKey(security)))
        return None if fact is None else (fact, False)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for adjusted in (True, False):
        fact = known(await market.facts.get(DAILY_BARS, BarsKey(security, adjusted=adjusted)))
        if fact is not None and fact.value:
            return fact, not adjusted
        if loop.time() - began > _PATIENCE:
            break
    return None


def _days(bars: Sequence[tuple[Bar, ...]]) -> tuple[date, ...]:
    """The last days on which any of them was traded."""
    return tuple(sorted({bar.day for each in bars for bar in each}))[-DAYS:]


def _filled(bars: tuple[Bar, ...], days: Sequence[date]) -> tuple[Decimal, ...] | None:
    """None where nothing is known of the first day or before, or nothing lies within."""
    if len(days) < 2 or bars[0].day > days[0] or not since(bars, days[0]):
        return None
    by_day = {bar.day: bar.close for bar in bars}
    last = next(bar.close for bar in reversed(bars) if bar.day <= days[0])
    closes: list[Decimal] = []
    for day in days:
        last = by_day.get(day, last)
        closes.append(last)
    return tuple(closes)
