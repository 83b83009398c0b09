"""The part of a report about risks: the listing's standing, the lines that were compared, the next unlock."""

import asyncio
from dataclasses import dataclass

from actions.report.teller import Part, lacks_of
from actions.risk.feature import RiskFeature
from market.fact import Lack
from market.facts import known
from market.securities import Security


@dataclass(frozen=True)
class RiskPart:
    """Says in a few lines what "会不会退市" and "什么时候解禁" would be answered with."""

    risk: RiskFeature
    name: str = "risk"

    async def make(self, security: Security) -> Part | Lack:
        standing, (unlock, line) = await asyncio.gather(self.risk.brief(security), self.risk.unlock(security))
        fact = known(unlock)
        facts = (*standing.facts, *((fact,) if fact else ()))
        lines = (*standing.lines, *((line,) if line else ()))
        return Part(lines, facts, lacks_of(unlock=unlock)) if facts else "source_down"
