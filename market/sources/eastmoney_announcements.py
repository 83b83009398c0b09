"""Announcements from 东方财富 (np-anotice-stock): one request, a hundred of them, with the hour of release.

A client of our own: akshare asks for a page twice and drops that time, and fails where there is nothing.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from market.announcements import (
    ANNOUNCEMENTS,
    ANNOUNCEMENTS_ON,
    RECENT,
    YEARS,
    Announcement,
    Subject,
    SubjectKey,
    about,
    ordered,
)
from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.securities import Security
from market.session import SHANGHAI
from market.sources.akshare_fact import is_stock
from market.sources.source import download

NAME = "东方财富"
HOST = "np-anotice-stock.eastmoney.com"

_CLASSES: dict[Subject, int] = {
    "annual": 1,
    "half_year": 1,
    "first_quarter": 1,
    "third_quarter": 1,
    "forecast": 1,
    "risk": 3,
    "delisting": 3,
}
"""f_node: 1 financial reports, 3 warnings of risk, 0 everything."""
_PREFIX = re.compile(r"^[^:：]{2,10}[:：]")
_PAGE = 100


def url(security: Security, first: date, last: date, node: int = 0) -> str:
    query = {
        "sr": -1,
        "page_size": _PAGE,
        "page_index": 1,
        "ann_type": "A",
        "client_source": "web",
        "stock_list": security.code,
        "f_node": node,
        "s_node": 0,
        "begin_time": first.isoformat(),
        "end_time": last.isoformat(),
    }
    return f"https://{HOST}/api/security/ann?{urlencode(query)}"


def parse(payload: bytes, security: Security) -> tuple[Announcement, ...]:
    """The announcements. Raises SourceChanged where the form is another, or one is of another share."""
    with foreign_errors(NAME):
        items = list(json.loads(payload)["data"]["list"])
        return ordered([_announcement(item, security) for item in items])


def _announcement(item: dict[str, Any], security: Security) -> Announcement:
    own = next((code for code in item["codes"] if code["stock_code"] == security.code), None)
    if own is None:
        raise SourceChanged(NAME, ("stock_code",))
    return announcement_in(item, security.code, str(own["short_name"]))


def announcement_in(item: dict[str, Any], code: str, name: str) -> Announcement:
    """The announcement, of the share of that code and name. Raises SourceChanged, KeyError, ValueError."""
    title = str(item["title"]).strip()
    if not title:
        raise SourceChanged(NAME, ("title",))
    columns = item.get("columns") or [{}]
    return Announcement(
        published=datetime.fromisoformat(item["notice_date"]).replace(tzinfo=SHANGHAI),
        title=_bare(title, {code, name}),
        url=f"https://data.eastmoney.com/notices/detail/{code}/{item['art_code']}.html",
        category=str(columns[0].get("column_name", "")),
        released=_release(item.get("display_time")),
    )


def _bare(title: str, names: set[str]) -> str:
    """A title without the name or code that the source puts before it."""
    prefix = _PREFIX.match(title)
    if prefix is None or prefix.group()[:-1].replace(" ", "") not in {
        name.replace(" ", "") for name in names
    }:
        return title
    return title[prefix.end() :]


def _release(written: Any) -> datetime | None:
    """2026-07-17 21:26:22:245; the thousandths stand behind a colon."""
    if not isinstance(written, str) or not written:
        return None
    return datetime.fromisoformat(written[:19]).replace(tzinfo=SHANGHAI)


class EastMoneyAnnouncements:
    """The last half year, or the newest hundred of it."""

    name = NAME
    host = HOST
    kind = ANNOUNCEMENTS

    def __init__(self, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def covers(self, key: Security) -> bool:
        return is_stock(key)

    async def fetch(self, key: Security) -> Fact[tuple[Announcement, ...]] | None:
        found = await _ask(self._client, key, self._now(), RECENT, 0)
        return Fact(found, self._now(), NAME) if found else None


class EastMoneySubject:
    """Three years about one subject, or the newest hundred of its class."""

    name = NAME
    host = HOST
    kind = ANNOUNCEMENTS_ON

    def __init__(self, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def covers(self, key: SubjectKey) -> bool:
        return is_stock(key.security)

    async def fetch(self, key: SubjectKey) -> Fact[tuple[Announcement, ...]] | None:
        node = _CLASSES.get(key.subject, 0)
        found = about(await _ask(self._client, key.security, self._now(), YEARS, node), key.subject)
        return Fact(found, self._now(), NAME) if found else None


async def _ask(
    client: httpx.AsyncClient, security: Security, now: datetime, back: timedelta, node: int
) -> tuple[Announcement, ...]:
    last = (now + timedelta(days=1)).date()
    payload = await download(client, NAME, url(security, (now - back).date(), last, node))
    return parse(payload, security)
