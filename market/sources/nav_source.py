"""The latest value of a fund from a house whose answer we read ourselves: one request, vetted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import httpx

from market.fact import Fact
from market.funds import FUND_NAV, FundNav
from market.sources.fund_vetting import is_fund, of_day, vet
from market.sources.source import download


@dataclass
class NavSource:
    """`url` says where a fund's value is found, `parse` gives it, or None where there is no such fund."""

    client: httpx.AsyncClient
    now: Callable[[], datetime]
    name: str
    host: str
    url: Callable[[str], str]
    parse: Callable[[bytes, str], FundNav | None]
    referer: str | None = None
    kind = FUND_NAV

    def covers(self, key: str) -> bool:
        return is_fund(key)

    async def fetch(self, key: str) -> Fact[FundNav] | None:
        found = self.parse(await download(self.client, self.name, self.url(key), self.referer), key)
        return Fact(vet(found, self.now(), self.name), of_day(found.day), self.name) if found else None
