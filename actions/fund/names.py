"""The list of all funds, had once for whoever reads their names and codes."""

import asyncio

from actions.market_port import AskedMarket
from market.fact import Gap
from market.facts import known
from market.fund_names import FundNames
from market.funds import FUND_NAMES, FundName


class FundList:
    """`names` are those of the list last had; none before."""

    def __init__(self, market: AskedMarket) -> None:
        self._market = market
        self._listed: tuple[FundName, ...] = ()
        self.names = FundNames(())

    async def load(self) -> Gap[tuple[FundName, ...]] | None:
        """Have the list; what is wanting where nobody tells it."""
        answer = await self._market.facts.get(FUND_NAMES, None)
        fact = known(answer)
        if fact is None:
            return answer if isinstance(answer, Gap) else None
        if fact.value is not self._listed:
            names = await asyncio.to_thread(FundNames, fact.value)  # a fifth of a second for all of them
            self._listed, self.names = fact.value, names
        return None
