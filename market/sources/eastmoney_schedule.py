"""The appointed days of one company's reports from 东方财富's data center: one small request.

akshare has the same table for all companies only, in a dozen pages.
"""

import json
from typing import Any
from urllib.parse import urlencode

import httpx

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.schedule import DISCLOSURES, Disclosure
from market.securities import Security
from market.sources.akshare_fact import Now
from market.sources.eastmoney_valuation import HOST, NAME
from market.sources.frames import day
from market.sources.source import download

NOTHING = 9201
"""The code with which the data center says that it has no such rows."""
_CHANGES = ("THIRD_CHANGE_DATE", "SECOND_CHANGE_DATE", "FIRST_CHANGE_DATE", "FIRST_APPOINT_DATE")


def url(security: Security) -> str:
    query = {
        "reportName": "RPT_PUBLIC_BS_APPOIN",
        "columns": "ALL",
        "filter": f'(SECURITY_CODE="{security.code}")',
        "sortColumns": "REPORT_DATE",
        "sortTypes": "-1",
        "pageSize": "8",
        "pageNumber": "1",
    }
    return f"https://{HOST}/api/data/v1/get?{urlencode(query)}"


def parse(payload: bytes, security: Security) -> tuple[Disclosure, ...] | None:
    """The latest period last; None where it knows of none. Raises SourceChanged."""
    with foreign_errors(NAME):
        answer = json.loads(payload)
        if isinstance(answer, dict) and answer.get("code") == NOTHING:
            return None
        found = [_disclosure(row, security) for row in answer["result"]["data"]]
    return tuple(sorted(found, key=lambda each: each.period)) or None


def _disclosure(row: dict[str, Any], security: Security) -> Disclosure:
    period = day(row["REPORT_DATE"])
    if period is None or row["SECURITY_CODE"] != security.code:
        raise SourceChanged(NAME, ("SECURITY_CODE", "REPORT_DATE"))
    dates = [day(row[name]) for name in _CHANGES]
    return Disclosure(
        period=period,
        appointed=next((each for each in dates if each), None),
        first_appointed=dates[-1],
        actual=day(row["ACTUAL_PUBLISH_DATE"]),
    )


class EastMoneyDisclosures:
    """Behind the table of all companies."""

    name = NAME
    host = HOST
    kind = DISCLOSURES

    def __init__(self, client: httpx.AsyncClient, now: Now) -> None:
        self._client = client
        self._now = now

    def covers(self, key: Security) -> bool:
        return key.kind == "stock"

    async def fetch(self, key: Security) -> Fact[tuple[Disclosure, ...]] | None:
        found = parse(await download(self._client, NAME, url(key)), key)
        return Fact(found, self._now(), NAME) if found else None
