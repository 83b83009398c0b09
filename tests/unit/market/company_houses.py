"""All houses that tell of companies, each opened by its name for the tests of their sources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from market.facts import FactSource
from market.sources.company_roster import company_sources
from market.sources.lines import Lines
from tests.unit.market.given import Clock, security

BANK = security("SZ000001")
NOW = Clock("2020-06-16 20:00:00")
DAY = date(2020, 6, 15)
PAGES = {
    ("同花顺", "profile"),
    ("同花顺", "reports"),
    ("同花顺", "balances"),
    ("同花顺", "dividends"),
    ("同花顺", "dividend_plans"),
    ("新浪财经", "dividends"),
    ("新浪财经", "dividend_plans"),
}
"""Pages in which akshare looks for a table: without it, it fails as if the page had changed."""
OWN = {("腾讯行情", "shares"), ("腾讯行情", "valuation"), ("东方财富", "disclosures")}
"""Clients of our own, which see the status of an answer; akshare sees only what should be JSON."""
RETRIED = ("东方财富", "valuation")
"""akshare asks it again until the time is up, so every outage ends as a time-out."""
ALL = [
    ("巨潮资讯", "profile"),
    ("东方财富", "shares"),
    ("百度股市通", "valuation"),
    ("巨潮资讯", "industry_multiples"),
    ("新浪财经", "reports"),
    ("东方财富", "reports"),
    ("新浪财经", "balances"),
    ("巨潮资讯", "dividends"),
    ("巨潮资讯", "disclosures"),
    RETRIED,
    *sorted(OWN),
    *sorted(PAGES),
]

Which = tuple[str, str]


@asynccontextmanager
async def opened(which: Which, seconds: float = 5.0) -> AsyncIterator[FactSource[Any, Any]]:
    """The source of a house for a kind, with akshare loaded."""
    lines = Lines.open(NOW, seconds)
    lines.akshare.load().result()
    try:
        yield next(each for each in company_sources(lines, NOW) if (each.name, each.kind.name) == which)
    finally:
        await lines.aclose()


def key_of(source: FactSource[Any, Any]) -> Any:
    return DAY if source.kind.name == "industry_multiples" else BANK


async def told_by(which: Which) -> Any:
    async with opened(which) as source:
        fact = await source.fetch(key_of(source))
    assert fact is not None
    assert fact.source == which[0]
    assert (fact.stale, fact.demo) == (False, False)
    return fact.value
