"""财联社's telegraph (www.cls.cn), asked by a client of our own: one request, JSON, seconds since 1970.

akshare's stock_info_global_cls is not called: after each failure it sleeps in its thread, twice as long each
time, up to 511 s in all, which no time limit on requests can end. The signature is SHA-1, then MD5, of the
query in the order in which it is sent.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.news import ANYBODY, MARKET_NEWS, NewsItem, believable
from market.news_text import news_item
from market.session import SHANGHAI
from market.sources.akshare_news import newest
from market.sources.source import download

NAME = "财联社"
HOST = "www.cls.cn"
REFERER = "https://www.cls.cn/telegraph"

_COUNT = 30


def url(now: datetime) -> str:
    query = urlencode(
        {
            "app": "CailianpressWeb",
            "category": "",
            "last_time": int(now.timestamp()),
            "os": "web",
            "refresh_type": "1",
            "rn": _COUNT,
            "sv": "8.4.6",
        }
    )
    digest = hashlib.sha1(query.encode(), usedforsecurity=False).hexdigest()
    sign = hashlib.md5(digest.encode(), usedforsecurity=False).hexdigest()
    return f"https://{HOST}/v1/roll/get_roll_list?{query}&sign={sign}"


def parse(payload: bytes, now: datetime) -> tuple[NewsItem, ...]:
    """The items newest first. Raises SourceChanged where the form is another."""
    with foreign_errors(NAME):
        rows = json.loads(payload)["data"]["roll_data"]
        found = [_item(row) for row in rows if not row.get("is_ad")]
    items = believable((each for each in found if each), now)
    if rows and not items and any(found):
        raise SourceChanged(NAME, ("ctime",))
    return items


def _item(row: dict[str, Any]) -> NewsItem | None:
    published = datetime.fromtimestamp(int(row["ctime"]), SHANGHAI)
    return news_item(
        published, str(row["title"] or ""), NAME, str(row["content"] or ""), str(row.get("shareurl") or "")
    )


class ClsNews:
    """The market's news from 财联社."""

    name = NAME
    host = HOST
    kind = MARKET_NEWS

    def __init__(self, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def covers(self, key: str) -> bool:
        return key in {ANYBODY, NAME}

    async def fetch(self, key: str) -> Fact[tuple[NewsItem, ...]] | None:
        now = self._now()
        return newest(parse(await download(self._client, NAME, url(now), REFERER), now), NAME)
