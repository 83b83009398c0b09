"""The lists of issues as an answer needs them: from two houses as one, with what they are signed by."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from actions.market_port import AskedMarket
from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond
from market.fact import Fact, Gap
from market.facts import known
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION, Ipo, merged
from market.session import SHANGHAI


@dataclass(frozen=True)
class Seen[T]:
    """Issues and the facts that they come from; without any, `gap` says why."""

    issues: Sequence[T]
    facts: tuple[Fact[Any], ...]
    gap: Gap[Any] | None = None

    @property
    def demo(self) -> date | None:
        """The day of a sample, None where the list is of the present."""
        return self.facts[0].as_of.date() if self.facts and self.facts[0].demo else None

    def signed_by(self, issue: Ipo | ConvertibleBond) -> tuple[Fact[Any], ...]:
        """The facts behind one issue: a sample may be older than the list it stands in."""
        if issue.as_of is None:
            return self.facts
        at = datetime.combine(issue.as_of, time(), SHANGHAI)
        return tuple(replace(fact, as_of=at, source=issue.source) for fact in self.facts[:1])


class IpoLists:
    """Asks the market, and merges two lists once for as long as they are the same."""

    def __init__(self, market: AskedMarket) -> None:
        self._market = market
        self._merged: tuple[Fact[Any], Fact[Any], tuple[Ipo, ...]] | None = None

    async def shares(self) -> Seen[Ipo]:
        """The new shares that two houses know of; either alone will do."""
        facts = self._market.facts
        found = await asyncio.gather(facts.get(IPO_CALENDAR, None), facts.get(IPO_SECOND_OPINION, None))
        first, second = known(found[0]), known(found[1])
        if first is None:
            gap = found[0] if isinstance(found[0], Gap) else None
            return Seen((), (), gap) if second is None else Seen(second.value, (second,))
        if second is None or second.demo != first.demo:
            return Seen(first.value, (first,))
        return Seen(self._merge(first, second), (first, second))

    async def bonds(self) -> Seen[ConvertibleBond]:
        """The convertible bonds being issued."""
        facts = self._market.facts
        found = await facts.get(BOND_CALENDAR, None)
        fact = known(found)
        if fact is None:
            return Seen((), (), found if isinstance(found, Gap) else None)
        return Seen(fact.value, (fact,))

    def _merge(self, first: Fact[tuple[Ipo, ...]], second: Fact[tuple[Ipo, ...]]) -> tuple[Ipo, ...]:
        last = self._merged
        if last is None or last[0].value is not first.value or last[1].value is not second.value:
            self._merged = last = (first, second, merged(first.value, second.value))
        return last[2]
