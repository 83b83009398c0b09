"""申万's industries of the first level (www.swsresearch.com), by a client of our own: one request, JSON.

akshare's index_realtime_sw is not called: it turns certificate checks off, since the server does not send the
certificate between its own and its root. Ours stay on, so this source speaks only where the operator's
SSL_CERT_FILE holds that certificate, or once the server sends it. Fields: l3 previous close, l4 open,
l5 amount in million yuan, l6 high, l7 low, l8 last, l11 volume in million shares.
"""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import httpx

from market.errors import foreign_errors
from market.fact import Fact
from market.sectors import SECTORS, Group, Sector, vet
from market.session import Session
from market.sources.akshare_sectors import shown_at
from market.sources.frames import decimal, whole
from market.sources.source import download

NAME = "申万宏源研究"
HOST = "www.swsresearch.com"

_MILLION = 10**6


def url() -> str:
    query = urlencode({"page": "1", "page_size": "50", "indextype": "一级行业"})
    return f"https://{HOST}/institute-sw/api/index_publish/current/?{query}"


def parse(payload: bytes) -> tuple[Sector, ...]:
    """Raises SourceChanged where the form is another."""
    with foreign_errors(NAME):
        rows = json.loads(payload, parse_float=Decimal)["data"]["results"]
        return vet((sector for row in rows if (sector := _sector(row))), NAME)


def _sector(row: dict[str, Any]) -> Sector | None:
    """None before the first price of a day."""
    last, before = decimal(row["l8"]), decimal(row["l3"])
    if not last or not before:
        return None
    return Sector(
        name=str(row["swindexname"]).strip(),
        change_percent=(last / before - 1) * 100,
        amount=decimal(row["l5"], _MILLION),
        volume=whole(row["l11"], _MILLION),
    )


class SwsSectors:
    """31 industries; concepts it has none."""

    name = NAME
    host = HOST
    kind = SECTORS

    def __init__(self, client: httpx.AsyncClient, session: Session, now: Callable[[], datetime]) -> None:
        self._client = client
        self._session = session
        self._now = now

    def covers(self, key: Group) -> bool:
        return key == "industry"

    async def fetch(self, key: Group) -> Fact[tuple[Sector, ...]] | None:
        sectors = parse(await download(self._client, NAME, url()))
        return Fact(sectors, shown_at(self._session, self._now()), NAME) if sectors else None
