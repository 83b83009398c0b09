"""Margin trading by share, from 上交所 and 深交所 themselves, through akshare: one file a day and exchange.

The Shanghai function names columns by their place, so a column that moved is caught by the day and the codes
that must stand in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from market.capital import MARGINS, Margin, MarginDay
from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.securities import Exchange
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import close_of
from market.sources.frames import Cells, day, decimal, records, text, whole

if TYPE_CHECKING:
    import pandas

SSE, SSE_HOST = "上交所", "query.sse.com.cn"
SZSE, SZSE_HOST = "深交所", "www.szse.cn"

SSE_COLUMNS = ("信用交易日期", "标的证券代码", "融资余额", "融资买入额", "融券余量")
SZSE_COLUMNS = ("证券代码", "融资买入额", "融资余额", "融券余量", "融资融券余额")
_CODE = re.compile(r"[0-9]{6}")
_FEWEST = 100
"""A table of fewer shares is not the whole one."""

Margins = Mapping[str, Margin]


def read_sse(frame: "pandas.DataFrame", asked: date) -> Margins | None:
    """Shanghai's table. Raises SourceChanged."""
    rows = records(frame, SSE_COLUMNS, SSE)
    if any(day(cells["信用交易日期"]) != asked for cells in rows):
        raise SourceChanged(SSE, ("信用交易日期",))
    return _table(SSE, ((text(c["标的证券代码"]), _margin(c, asked)) for c in rows))


def read_szse(frame: "pandas.DataFrame", asked: date) -> Margins | None:
    """Shenzhen's table, which names no day. Raises SourceChanged."""
    rows = records(frame, SZSE_COLUMNS, SZSE)
    return _table(SZSE, ((text(c["证券代码"]), _margin(c, asked)) for c in rows))


def _margin(cells: Cells, asked: date) -> Margin:
    margin = Margin(
        asked,
        decimal(cells["融资余额"]),
        decimal(cells["融资买入额"]),
        whole(cells["融券余量"]),
        decimal(cells.get("融资融券余额")),
    )
    if any(value is not None and value < 0 for value in (margin.borrowed, margin.bought, margin.total)):
        raise ValueError("negative money")
    return margin


def _table(source: str, rows: Iterable[tuple[str, Margin]]) -> Margins | None:
    table = dict(rows)
    if not table:
        return None
    if len(table) < _FEWEST or not all(_CODE.fullmatch(code) for code in table):
        raise SourceChanged(source, ("codes",))
    return table


@dataclass
class ExchangeMargins:
    """One exchange's tables through one function of akshare."""

    calls: AkshareCalls
    name: str
    host: str
    exchange: Exchange
    function: str
    read: "Callable[[pandas.DataFrame, date], Margins | None]"
    kind = MARGINS

    def covers(self, key: MarginDay) -> bool:
        return key.exchange == self.exchange

    async def fetch(self, key: MarginDay) -> Fact[Margins] | None:
        frame = await self.calls.call(self.name, self.host, self.function, date=key.day.strftime("%Y%m%d"))
        with foreign_errors(self.name):
            table = self.read(frame, key.day)
        return None if table is None else Fact(table, close_of(key.day), self.name)


def margin_sources(calls: AkshareCalls) -> tuple[ExchangeMargins, ...]:
    return (
        ExchangeMargins(calls, SSE, SSE_HOST, "SH", "stock_margin_detail_sse", read_sse),
        ExchangeMargins(calls, SZSE, SZSE_HOST, "SZ", "stock_margin_detail_szse", read_szse),
    )
