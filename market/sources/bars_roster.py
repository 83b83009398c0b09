"""The sources of bars and minutes, in the order of asking."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.session import Session
from market.sources.akshare_bars import AkshareBars
from market.sources.akshare_minutes import AkshareMinutes
from market.sources.csindex_bars import CsindexBars
from market.sources.demo_bars import DemoBars, DemoMinutes
from market.sources.lines import Lines
from market.sources.sina_bars import SinaBars, SinaMinutes
from market.sources.tencent_bars import TencentBars, TencentMinutes


def bars_sources(
    lines: Lines, session: Session, now: Callable[[], datetime]
) -> Sequence[FactSource[Any, Any]]:
    """akshare first; the maker of an index, who lacks today's bar, before the one who lacks amounts."""
    return (
        AkshareBars(lines.akshare, session, now),
        TencentBars(lines.client, session, now),
        CsindexBars(lines.akshare, session, now),
        SinaBars(lines.client, session, now),
        AkshareMinutes(lines.akshare, session, now),
        TencentMinutes(lines.client, session, now),
        SinaMinutes(lines.client, session, now),
    )


def demo_bars() -> Sequence[FactSource[Any, Any]]:
    return (DemoBars(), DemoMinutes())
