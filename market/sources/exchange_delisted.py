"""Shares whose listing has ended, from 上交所's and 深交所's own lists through akshare: one request each.

akshare names Shanghai's column DELIST_DATE 暂停上市日期; it is the day on which the listing ended.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class DelistedList:
    """One exchange's list; `columns` are code, name, the day of listing and the day of its end."""

    exchange: Exchange
    name: str
    host: str
    function: str
    symbol: str
    columns: tuple[str, str, str, str]

    def source(
        self, calls: AkshareCalls, now: Callable[[], datetime]
    ) -> AkshareFact[Exchange, Mapping[str, Delisted]]:
        return AkshareFact(
            calls,
            now,
            self.name,
            self.host,
            DELISTED,
            self.function,
            lambda _: {"symbol": self.symbol},
            lambda frame, _: self.read(frame),
            lambda exchange: exchange == self.exchange,
        )

    def read(self, frame: "pandas.DataFrame") -> Mapping[str, Delisted] | None:
        """By ref, what the frame says; None without any. Raises SourceChanged, ValueError."""
        found = [self._delisted(row) for row in records(frame, self.columns, self.name)]
        if any(exchange_of(each.ref[2:]) != self.exchange for each in found):
            raise SourceChanged(self.name, ("code",))
        if found and not any(each.ended for each in found):
            raise SourceChanged(self.name, ("ended",))
        return {each.ref: each for each in found} or None

    def _delisted(self, row: Cells) -> Delisted:
        code, name, listed, ended = (row[column] for column in self.columns)
        return Delisted(f"{self.exchange}{text(code)}", text(name), day(listed), day(ended))


SSE = DelistedList(
    "SH",
    "上交所",
    "query.sse.com.cn",
    "stock_info_sh_delist",
    "全部",
    ("公司代码", "公司简称", "上市日期", "暂停上市日期"),
)
SZSE = DelistedList(
    "SZ",
    "深交所",
    "www.szse.cn",
    "stock_info_sz_delist",
    "终止上市公司",
    ("证券代码", "证券简称", "上市日期", "终止上市日期"),
)
