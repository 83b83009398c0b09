"""The sources of all about new shares and convertible bonds being issued, each kind in order of asking."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.ipo import IPO_SECOND_OPINION
from market.sources import (
    cninfo_ipo,
    demo_ipo,
    eastmoney_bonds,
    eastmoney_ipo,
    ths_bonds,
    ths_ipo,
)
from market.sources.lines import Lines

Sources = Sequence[FactSource[Any, Any]]


def ipo_sources(lines: Lines, now: Callable[[], datetime]) -> Sources:
    """akshare first; only for the pipeline it has no function that doesn't page through all history."""
    return [
        ths_ipo.calendar(lines.akshare, now),
        cninfo_ipo.calendar(lines.akshare, now),
        eastmoney_ipo.calendar(lines.client, now),
        cninfo_ipo.calendar(lines.akshare, now, IPO_SECOND_OPINION),
        eastmoney_ipo.calendar(lines.client, now, IPO_SECOND_OPINION),
        ths_bonds.CALENDAR.source(lines.akshare, now),
        eastmoney_bonds.CALENDAR.source(lines.akshare, now),
        cninfo_ipo.reviews(lines.akshare, now),
        eastmoney_ipo.reviews(lines.client, now),
        eastmoney_ipo.pipeline(lines.client, now),
    ]


def demo_ipos() -> Sources:
    """Samples; review meetings have none."""
    return [demo_ipo.calendar(), demo_ipo.bonds(), demo_ipo.pipeline()]
