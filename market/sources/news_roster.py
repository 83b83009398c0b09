"""Who reports: all sources of news in the order of asking, akshare's first; and the samples."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.sources.akshare_news import HOUSES, AkshareAbout, AkshareFlashes
from market.sources.cls_news import ClsNews
from market.sources.demo_news import DemoNews, load_news
from market.sources.lines import Lines

Sources = Sequence[FactSource[Any, Any]]


def news_sources(lines: Lines, now: Callable[[], datetime]) -> Sources:
    """Six houses for the market, and what one of them finds about a share or a word."""
    first, *others = (AkshareFlashes(lines.akshare, form, now) for form in HOUSES)
    return [first, ClsNews(lines.client, now), *others, AkshareAbout(lines.akshare, now)]


def demo_news() -> Sources:
    """A source for each house that has samples, the newest first."""
    return [DemoNews(house, items) for house, items in load_news().items()]
