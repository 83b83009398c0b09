"""Who tells of sectors: all sources in the order of asking, akshare's first; and the samples."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.session import Session
from market.sources.akshare_sectors import BOARDS, AkshareSectors
from market.sources.demo_sectors import DemoSectors
from market.sources.lines import Lines
from market.sources.sws_sectors import SwsSectors

Sources = Sequence[FactSource[Any, Any]]


def sector_sources(lines: Lines, session: Session, now: Callable[[], datetime]) -> Sources:
    """同花顺, 新浪财经, and for industries 申万."""
    boards = [AkshareSectors(lines.akshare, board, session, now) for board in BOARDS]
    return [*boards, SwsSectors(lines.client, session, now)]


def demo_sectors() -> Sources:
    """Two industries and two concepts."""
    return [DemoSectors()]
