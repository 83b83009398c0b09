"""What the market pays for the industry of a share: asked for by the indicators and by the report."""

import asyncio
from datetime import timedelta

from actions.market_port import AskedMarket
from market.company import PROFILE
from market.fact import Fact, Gap
from market.facts import known
from market.securities import Security
from market.valuation import INDUSTRY_MULTIPLES, IndustryMultiple


async def industry_multiple(
    market: AskedMarket, security: Security
) -> Fact[IndustryMultiple] | Gap[IndustryMultiple]:
    """At the end of the trading day before today."""
    day = market.session.last_day(market.now() - timedelta(days=1))
    profile, found = await asyncio.gather(
        market.facts.get(PROFILE, security), market.facts.get(INDUSTRY_MULTIPLES, day)
    )
    company, industries = known(profile), known(found)
    own = industries.value.get(company.value.industry or "") if company and industries else None
    if own is None or industries is None:
        return Gap(found.reason if isinstance(found, Gap) else "no_data")
    return Fact(own, industries.as_of, industries.source, industries.stale, industries.demo)
