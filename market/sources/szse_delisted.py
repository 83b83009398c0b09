"""Shares whose listing 深交所 has ended, from its own workbook through akshare: one request."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from market.delisting import DELISTED, Delisted
from market.securities import Exchange
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact
from market.sources.frames import Cells, day, records, text
from market.sources.sse_delisted import by_ref

if TYPE_CHECKING:
    import pandas

NAME = "深交所"
HOST = "www.szse.cn"

COLUMNS = ("证券代码", "证券简称", "上市日期", "终止上市日期")


def read(frame: "pandas.DataFrame", exchange: Exchange) -> Mapping[str, Delisted] | None:
    """By ref, what the frame says. Raises SourceChanged, ValueError."""
    return by_ref([_delisted(row, exchange) for row in records(frame, COLUMNS, NAME)], NAME)


def _delisted(row: Cells, exchange: Exchange) -> Delisted:
    code = text(row["证券代码"])
    return Delisted(
        f"{exchange}{code}", text(row["证券简称"]), day(row["上市日期"]), day(row["终止上市日期"])
    )


def delisted(
    calls: AkshareCalls, now: Callable[[], datetime]
) -> AkshareFact[Exchange, Mapping[str, Delisted]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        DELISTED,
        "stock_info_sz_delist",
        lambda exchange: {"symbol": "终止上市公司"},
        read,
        lambda exchange: exchange == "SZ",
    )
