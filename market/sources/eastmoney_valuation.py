"""Multiples of every day since 2018 from 东方财富's data center, about 1 MB in one request.

Each row carries the close and the share counts, so that its market values can be checked. Those of a
company with B shares may add up two prices; such a value does not fit and is left out.
"""

from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code, no_result
from market.sources.frames import Cells, day, decimal, records, whole
from market.valuation import VALUATION, Multiples, Past, Valuation, vetted

if TYPE_CHECKING:
    import pandas

_KEPT = 1_300
"""Days of the past that are kept: somewhat more than five years."""

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"

COLUMNS = (
    "数据日期",
    "当日收盘价",
    "总市值",
    "流通市值",
    "总股本",
    "流通股本",
    "PE(TTM)",
    "PE(静)",
    "市净率",
    "市销率",
)


def read(frame: "pandas.DataFrame", security: Security) -> Valuation | None:
    """The latest day with its past, without market values that do not fit. Raises SourceChanged."""
    rows = records(frame, COLUMNS, NAME)
    if not rows:
        return None
    history = tuple(_multiples(row) for row in rows)
    days = [each.day for each in history]
    if days != sorted(set(days)):
        raise SourceChanged(NAME, ("数据日期",))
    return vetted(_latest(rows[-1], history))


def _multiples(row: Cells) -> Multiples:
    on = day(row["数据日期"])
    if on is None:
        raise SourceChanged(NAME, ("数据日期",))
    return Multiples(on, decimal(row["PE(TTM)"]), decimal(row["市净率"]))


def _latest(row: Cells, history: tuple[Multiples, ...]) -> Valuation:
    return Valuation(
        day=history[-1].day,
        price=decimal(row["当日收盘价"]),
        pe_ttm=history[-1].pe_ttm,
        pe_static=decimal(row["PE(静)"]),
        pb=history[-1].pb,
        ps_ttm=decimal(row["市销率"]),
        total_market_value=decimal(row["总市值"]),
        float_market_value=decimal(row["流通市值"]),
        total_shares=whole(row["总股本"]),
        float_shares=whole(row["流通股本"]),
        history=Past.of(history[-_KEPT:]),
    )


def valuation(calls: AkshareCalls, now: Now) -> AkshareFact[Security, Valuation]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        VALUATION,
        "stock_value_em",
        by_code,
        read,
        nothing=no_result,
        day=lambda value: value.day,
    )
