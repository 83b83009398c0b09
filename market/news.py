"""What is reported of the market and of companies: items, and how to find some among many. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from market.fact import Kind

ANYBODY = ""
"""The key of MARKET_NEWS that any house may answer."""
_AHEAD = timedelta(hours=1)
"""How far the clock of a house may be ahead of ours."""
_MATCHING = 0.6
"""The part of a word's pairs of characters that an item must hold."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """`source` is who reports it. `published` is at midnight where only the day is known."""

    published: datetime
    title: str
    source: str
    text: str = ""
    url: str = ""


MARKET_NEWS = Kind[str, tuple[NewsItem, ...]]("market_news", ttl=timedelta(seconds=60), examples=(ANYBODY,))
"""By the name of the house that is to answer, or ANYBODY; newest first."""
NEWS_ABOUT = Kind[str, tuple[NewsItem, ...]]("news_about", ttl=timedelta(minutes=3), examples=("600519",))
"""By a share's code or a topic's word; newest first."""


def believable(items: Iterable[NewsItem], now: datetime) -> tuple[NewsItem, ...]:
    """The items newest first, each headline once; those from the future are left out."""
    once: dict[str, NewsItem] = {}
    for each in sorted(items, key=lambda each: each.published, reverse=True):
        if each.published <= now + _AHEAD:
            once.setdefault(_bare(each.title), each)
    return tuple(once.values())


def relevant(items: Iterable[NewsItem], words: Sequence[str]) -> tuple[NewsItem, ...]:
    """The items about `words`, those that hold most of them first, and of equals the newest.

    The longest word must be there, nearly: "美联储降息" is found in "美联储宣布降息".
    """
    if not words:
        return ()
    longest = max(words, key=len)
    found = [(_holds(each, words), each) for each in items if _part(longest, _all(each)) >= _MATCHING]
    found.sort(key=lambda scored: (-scored[0], -scored[1].published.timestamp()))
    return tuple(each for _, each in found)


def _holds(item: NewsItem, words: Sequence[str]) -> float:
    """How much of the words an item holds; a headline counts twice."""
    return sum(len(word) * (_part(word, _bare(item.title)) + _part(word, _all(item))) for word in words)


def _part(word: str, text: str) -> float:
    """Which part of a word's pairs of characters stands in the text."""
    word = _bare(word)
    if len(word) < 3:
        return float(word in text)
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs)


@lru_cache(maxsize=4_000)
def _all(item: NewsItem) -> str:
    return _bare(f"{item.title}。{item.text}")


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).upper()
