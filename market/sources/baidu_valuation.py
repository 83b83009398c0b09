"""Multiples of the last five years from 百度股市通: two small requests, one for each multiple.

Neither price nor share counts come with its market value, which could not be checked and is not asked for.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import close_of
from market.sources.frames import day, decimal, records
from market.valuation import VALUATION, Multiples, Past, Valuation

if TYPE_CHECKING:
    import pandas

NAME = "百度股市通"
HOST = "gushitong.baidu.com"
COLUMNS = ("date", "value")


def read(frame: "pandas.DataFrame") -> dict[date, Decimal]:
    """A multiple by day. Raises SourceChanged where a day is missing or comes twice."""
    found: dict[date, Decimal] = {}
    for row in records(frame, COLUMNS, NAME):
        on, value = day(row["date"]), decimal(row["value"])
        if on is None or on in found:
            raise SourceChanged(NAME, ("date",))
        if value is not None:
            found[on] = value
    return found


def joined(earnings: dict[date, Decimal], assets: dict[date, Decimal]) -> Valuation | None:
    """Both multiples of the latest day, and their past; None where there is nothing."""
    days = sorted({*earnings, *assets})
    if not days:
        return None
    history = tuple(Multiples(each, earnings.get(each), assets.get(each)) for each in days)
    latest = history[-1]
    return Valuation(latest.day, pe_ttm=latest.pe_ttm, pb=latest.pb, history=Past.of(history))


class BaiduValuation:
    """Behind a source that can be checked."""

    name = NAME
    host = HOST
    kind = VALUATION

    def __init__(self, calls: AkshareCalls) -> None:
        self._calls = calls

    def covers(self, key: Security) -> bool:
        return key.kind == "stock"

    async def fetch(self, key: Security) -> Fact[Valuation] | None:
        earnings = await self._ask(key, "市盈率(TTM)")
        assets = await self._ask(key, "市净率")
        value = joined(earnings, assets)
        return Fact(value, close_of(value.day), NAME) if value else None

    async def _ask(self, security: Security, indicator: str) -> dict[date, Decimal]:
        arguments = {"symbol": security.code, "indicator": indicator, "period": "近五年"}
        frame = await self._calls.call(NAME, HOST, "stock_zh_valuation_baidu", **arguments)
        with foreign_errors(NAME):
            return read(frame)
