"""One cheap question to every source, to learn which of them are there."""

import asyncio
from typing import Any

from market.errors import SourceFailed
from market.facts import Facts, FactSource
from market.market import Market
from market.securities import Security

_SHARE = Security("600519", "SH", "stock", "主板", "贵州茅台")


async def probe(market: Market) -> None:
    """Ask each source of a live market once, no host two questions at a time; `houses` keep the outcomes.

    East Money's data center alone is asked a dozen times, a second apart.
    """
    await market.ready()
    asked: dict[str, list[FactSource[Any, Any]]] = {}
    for source in market.facts.sources:
        asked.setdefault(source.host, []).append(source)
    await asyncio.gather(
        market.quotes.probe(_SHARE),
        *(_in_turn(market.facts, sources) for sources in asked.values()),
    )


async def _in_turn(facts: Facts, sources: list[FactSource[Any, Any]]) -> None:
    for source in sources:
        for key in source.kind.examples:
            if source.covers(key):
                await _ask(facts, source, key)
                break


async def _ask(facts: Facts, source: FactSource[Any, Any], key: Any) -> None:
    try:
        await facts.visit(source, key)
    except SourceFailed:  # counted by its house, which is what we are here for
        return
