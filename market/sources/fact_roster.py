"""All sources of facts beside quotes, for each kind in order of trust: live ones, and dated samples."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.session import Session
from market.sources.bars_roster import bars_sources, demo_bars
from market.sources.company_roster import company_sources
from market.sources.demo_company import company_samples
from market.sources.demo_risk import demo_risk
from market.sources.exchange_margins import margin_sources
from market.sources.fund_roster import demo_funds, fund_sources
from market.sources.ipo_roster import demo_ipos, ipo_sources
from market.sources.lines import Lines
from market.sources.news_roster import demo_news, news_sources
from market.sources.risk_roster import risk_sources
from market.sources.sector_roster import demo_sectors, sector_sources

Sources = Sequence[FactSource[Any, Any]]


def live_sources(lines: Lines, session: Session, now: Callable[[], datetime]) -> Sources:
    """akshare first, others behind it; the order within a kind is the order of asking."""
    return [
        *bars_sources(lines, session, now),
        *fund_sources(lines, now),
        *ipo_sources(lines, now),
        *margin_sources(lines.akshare),
        *company_sources(lines, now),
        *news_sources(lines, now),
        *risk_sources(lines, now),
        *sector_sources(lines, session, now),
    ]


def demo_sources() -> Sources:
    """Samples of data/demo: dated real rows, for a demonstration without any source."""
    return [
        *demo_bars(),
        *company_samples(),
        *demo_funds(),
        *demo_ipos(),
        *demo_news(),
        *demo_risk(),
        *demo_sectors(),
    ]
