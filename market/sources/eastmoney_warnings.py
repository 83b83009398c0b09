"""The whole market's warnings of risk of a day, from 东方财富: its announcements without a share's code.

A client of our own: akshare's function drops the minute of release.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from market.announcements import WARNINGS, Noted
from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.securities import exchange_of
from market.sources.eastmoney_announcements import HOST, NAME, announcement_in
from market.sources.source import download

_WARNINGS = 3
"""f_node of warnings of risk, delistings among them."""
_PAGE = 100
_PAGES = 6
"""More than a day has ever had; what lies behind is found share by share."""


def url(day: date, page: int) -> str:
    query = {
        "sr": -1,
        "page_size": _PAGE,
        "page_index": page,
        "ann_type": "A",
        "client_source": "web",
        "f_node": _WARNINGS,
        "s_node": 0,
        "begin_time": day.isoformat(),
        "end_time": day.isoformat(),
    }
    return f"https://{HOST}/api/security/ann?{urlencode(query)}"


def parse(payload: bytes) -> list[Noted]:
    """One page. Raises SourceChanged where the form is another."""
    return _told(_items(payload))


def _items(payload: bytes) -> list[dict[str, Any]]:
    """The announcements of one page, by which it is full or not, of whatever they are."""
    with foreign_errors(NAME):
        return list(json.loads(payload)["data"]["list"])


def _told(items: Iterable[dict[str, Any]]) -> list[Noted]:
    with foreign_errors(NAME):
        return [noted for item in items for noted in _noted(item)]


def _noted(item: dict[str, Any]) -> list[Noted]:
    """The announcement, once for each share that it is of; codes of bonds and funds are none."""
    found: list[Noted] = []
    for own in item["codes"]:
        code = str(own["stock_code"])
        exchange = exchange_of(code)
        if exchange is not None:
            name = str(own["short_name"]).replace(" ", "")
            found.append(Noted(f"{exchange}{code}", name, announcement_in(item, code, name)))
    if not item["codes"]:
        raise SourceChanged(NAME, ("codes",))
    return found


class EastMoneyWarnings:
    """Page by page until one is not full."""

    name = NAME
    host = HOST
    kind = WARNINGS

    def __init__(self, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def covers(self, key: date) -> bool:
        return True

    async def fetch(self, key: date) -> Fact[tuple[Noted, ...]] | None:
        found: list[Noted] = []
        for page in range(1, _PAGES + 1):
            payload = await download(self._client, NAME, url(key, page))
            items = _items(payload)
            found += _told(items)
            if len(items) < _PAGE:
                break
        return Fact(tuple(found), self._now(), NAME) if found else None
