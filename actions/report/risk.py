"""The part of a report about risks: the listing's standing and distances, then what else may weigh on it."""

import asyncio
from dataclasses import dataclass

from actions.report.teller import Part
from actions.risk.feature import RiskFeature
from market.securities import Security


@dataclass(frozen=True)
class RiskPart:
    """Says what "会不会退市" and "质押高不高" would be answered with, in one place."""

    risk: RiskFeature
    name: str = "risk"

    async def make(self, security: Security) -> Part | None:
        standing, more = await asyncio.gather(self.risk.told(security), self.risk.more(security))
        lines = [*standing.lines, *(more.lines if more.facts else ())]
        facts = [*standing.facts, *more.facts]
        return Part(tuple(lines), tuple(facts)) if facts else None
