"""天天基金's history of values and its list of all funds, by clients of our own: JSON, and a script's array.

The history says by SYType whether its figures are a money fund's, which akshare drops. The list is 3 MB that
akshare reads character by character, for minutes; it is JSON behind `var r = `.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.funds import FUND_NAMES, FundName, FundNav
from market.sources.eastmoney_funds import NAME, NAV_HOST
from market.sources.frames import day, decimal, text
from market.sources.fund_vetting import is_fund
from market.sources.nav_source import NavSource
from market.sources.source import download

LIST_HOST = "fund.eastmoney.com"
REFERER = "https://fundf10.eastmoney.com/"


def url(code: str) -> str:
    return f"https://{NAV_HOST}/f10/lsjz?fundCode={code}&pageIndex=1&pageSize=5&startDate=&endDate="


def parse_nav(payload: bytes, code: str) -> FundNav | None:
    """The latest value or yield; None where there is no such fund. Raises SourceChanged."""
    with foreign_errors(NAME):
        data = json.loads(payload)["Data"]
        row: dict[str, Any] | None = next((each for each in data["LSJZList"] if each["DWJZ"]), None)
        if row is None:
            return None
        when, worth, total = day(row["FSRQ"]), decimal(row["DWJZ"]), decimal(row["LJJZ"])
        if when is None:
            raise SourceChanged(NAME, ("FSRQ",))
        if data["SYType"]:
            return FundNav(code, when, None, per_ten_thousand=worth, seven_day=total)
        return FundNav(
            code,
            when,
            worth,
            accumulated=total,
            change_percent=decimal(row["JZZZL"]),
            purchase=text(row["SGZT"]),
            redemption=text(row["SHZT"]),
        )


def parse_names(payload: bytes) -> tuple[FundName, ...]:
    """All funds. Raises SourceChanged where the form is another."""
    with foreign_errors(NAME):
        written = payload.decode("utf-8-sig")
        rows = json.loads(written[written.index("[") : written.rindex("]") + 1])
        funds = tuple(FundName(code, name.strip(), kind) for code, _, name, kind, _ in rows)
    if not funds or not all(is_fund(fund.code) for fund in funds):
        raise SourceChanged(NAME, ("fundcode_search",))
    return funds


def eastmoney_nav(client: httpx.AsyncClient, now: Callable[[], datetime]) -> NavSource:
    """Any fund's, and a money fund's yields."""
    return NavSource(client, now, NAME, NAV_HOST, url, parse_nav, REFERER)


class EastMoneyFundNames:
    """The list of all funds."""

    name = NAME
    host = LIST_HOST
    kind = FUND_NAMES

    def __init__(self, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def covers(self, key: None) -> bool:
        return True

    async def fetch(self, key: None) -> Fact[tuple[FundName, ...]] | None:
        address = f"https://{LIST_HOST}/js/fundcode_search.js"
        return Fact(parse_names(await download(self._client, NAME, address)), self._now(), NAME)
