"""Shares whose listing 上交所 has ended, from its own list through akshare: one request.

akshare names the column DELIST_DATE 暂停上市日期; it is the day on which the listing ended.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from market.delisting import DELISTED, Delisted
from market.errors import SourceChanged
from market.securities import Exchange, exchange_of
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact
from market.sources.frames import Cells, day, records, text

if TYPE_CHECKING:
    import pandas

NAME = "上交所"
HOST = "query.sse.com.cn"

COLUMNS = ("公司代码", "公司简称", "上市日期", "暂停上市日期")


def read(frame: "pandas.DataFrame", exchange: Exchange) -> Mapping[str, Delisted] | None:
    """By ref, what the frame says. Raises SourceChanged, ValueError."""
    return by_ref([_delisted(row, exchange) for row in records(frame, COLUMNS, NAME)], NAME)


def _delisted(row: Cells, exchange: Exchange) -> Delisted:
    code = text(row["公司代码"])
    return Delisted(
        f"{exchange}{code}", text(row["公司简称"]), day(row["上市日期"]), day(row["暂停上市日期"])
    )


def by_ref(found: list[Delisted], source: str) -> Mapping[str, Delisted] | None:
    """The rows by ref, None without any. Raises SourceChanged where they are not what they should be."""
    for each in found:
        if exchange_of(each.ref[2:]) != each.ref[:2]:
            raise SourceChanged(source, ("code",))
    if found and not any(each.ended for each in found):
        raise SourceChanged(source, ("ended",))
    return {each.ref: each for each in found} or None


def delisted(
    calls: AkshareCalls, now: Callable[[], datetime]
) -> AkshareFact[Exchange, Mapping[str, Delisted]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        DELISTED,
        "stock_info_sh_delist",
        lambda exchange: {"symbol": "全部"},
        read,
        lambda exchange: exchange == "SH",
    )
