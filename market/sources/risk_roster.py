"""The sources of a share's risks and announcements, in the order of asking."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.sources import (
    cninfo_announcements,
    eastmoney_pledges,
    eastmoney_suspensions,
    eastmoney_unlocks,
    exchange_delisted,
    sina_unlocks,
)
from market.sources.baidu_suspensions import BaiduSuspensions
from market.sources.eastmoney_announcements import EastMoneyAnnouncements, EastMoneySubject
from market.sources.eastmoney_forecasts import EastMoneyForecasts
from market.sources.eastmoney_warnings import EastMoneyWarnings
from market.sources.lines import Lines


def risk_sources(lines: Lines, now: Callable[[], datetime]) -> Sequence[FactSource[Any, Any]]:
    """akshare first, but for forecasts: its function fetches a whole quarter of the whole market."""
    return (
        cninfo_announcements.recent(lines.akshare, now),
        EastMoneyAnnouncements(lines.client, now),
        cninfo_announcements.on_subject(lines.akshare, now),
        EastMoneySubject(lines.client, now),
        eastmoney_suspensions.suspensions(lines.akshare, now),
        BaiduSuspensions(lines.akshare, now),
        exchange_delisted.SSE.source(lines.akshare, now),
        exchange_delisted.SZSE.source(lines.akshare, now),
        eastmoney_pledges.pledges(lines.akshare, now),
        eastmoney_unlocks.unlocks(lines.akshare, now),
        sina_unlocks.unlocks(lines.akshare, now),
        EastMoneyForecasts(lines.client, now),
        EastMoneyWarnings(lines.client, now),
    )
