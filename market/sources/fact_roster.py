"""All sources of facts beside quotes, for each kind in order of trust: live ones, and dated samples."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.session import Session
from market.sources.bars_roster import bars_sources, demo_bars
from market.sources.exchange_margins import margin_sources
from market.sources.lines import Lines

Sources = Sequence[FactSource[Any, Any]]


def live_sources(lines: Lines, session: Session, now: Callable[[], datetime]) -> Sources:
    """akshare first, others behind it; the order within a kind is the order of asking."""
    return [
        *bars_sources(lines, session, now),
        *margin_sources(lines.akshare),
    ]


def demo_sources() -> Sources:
    """Samples of data/demo: dated real rows, for a demonstration without any source."""
    return [*demo_bars()]
