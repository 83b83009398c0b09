"""Dated real headlines for a demonstration (data/demo/README.md says whose they are)."""

from datetime import datetime
from pathlib import Path

from market.fact import Fact
from market.news import ANYBODY, MARKET_NEWS, NewsItem
from market.news_text import news_item
from market.session import SHANGHAI
from market.sources.samples import FOLDER, HOST, rows_of

FILE = FOLDER / "news.csv"


def load_news(file: Path = FILE) -> dict[str, tuple[NewsItem, ...]]:
    """The headlines of each house, the house with the newest first. Raises KeyError, ValueError."""
    houses: dict[str, list[NewsItem]] = {}
    for row in rows_of(file):
        at = datetime.fromisoformat(row["published"]).replace(tzinfo=SHANGHAI)
        found = news_item(at, row["title"], row["house"], row["text"])
        if found:
            houses.setdefault(row["house"], []).append(found)
    for items in houses.values():
        items.sort(key=lambda item: item.published, reverse=True)
    ordered = sorted(houses, key=lambda house: houses[house][0].published, reverse=True)
    return {house: tuple(houses[house]) for house in ordered}


class DemoNews:
    """The headlines of one house."""

    host = HOST
    kind = MARKET_NEWS

    def __init__(self, house: str, items: tuple[NewsItem, ...]) -> None:
        self.name = house
        self._items = items

    def covers(self, key: str) -> bool:
        return key in {ANYBODY, self.name}

    async def fetch(self, key: str) -> Fact[tuple[NewsItem, ...]] | None:
        return Fact(self._items, self._items[0].published, self.name, demo=True)
