"""Daily bars of the indices that 中证指数 keeps, from its own site through unmodified akshare.

The first row may be a copy made for the day from which one asks, so it is left out; rows without an opening
are days for which only a close is published. Volume is said to count 10,000 lots, amount 100 million yuan.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from market.bar_vetting import Measure, RawBar, first_day
from market.bars import DAILY_BARS, Bar, BarsKey
from market.errors import SourceChanged
from market.fact import Fact
from market.securities import Security
from market.sources.akshare_bars import Form
from market.sources.akshare_calls import AkshareCalls
from market.sources.bar_source import BarSource
from market.sources.frames import Cells, records, text

if TYPE_CHECKING:
    import pandas

NAME = "中证指数"
HOST = "www.csindex.com.cn"

FORM = Form(("日期", "开盘", "最高", "最低", "收盘", "成交量", "成交金额", "涨跌", "涨跌幅"))
_CODE = "指数代码"
_AMOUNT = Decimal(10**8)
_MEASURE = Measure(lots=(10**6,), index=True)
_KEPT_BY_CSI = ("000", "93", "3997", "3998", "3999")
"""Its own, those of the Shanghai exchange, and those that trade under a code of Shenzhen."""


class CsindexBars(BarSource[AkshareCalls]):
    """Another organisation than the vendors: whoever makes the index."""

    name = NAME
    host = HOST
    kind = DAILY_BARS

    def covers(self, key: BarsKey) -> bool:
        return key.security.kind == "index" and key.security.code.startswith(_KEPT_BY_CSI)

    async def fetch(self, key: BarsKey) -> Fact[tuple[Bar, ...]] | None:
        now = self._now
        try:
            frame = await self._ask(key.security, now)
        except SourceChanged as error:
            if "Expected axis has 0 elements" in str(error.__cause__):  # akshare names columns of no bars
                return None
            raise
        rows = records(frame, (_CODE, *FORM.columns), NAME)
        if any(text(row[_CODE]) != key.security.code for row in rows):
            raise SourceChanged(NAME, (_CODE,))
        return self._bars(_whole(rows), _MEASURE, now)

    async def _ask(self, index: Security, now: datetime) -> "pandas.DataFrame":
        return await self._line.call(
            NAME,
            HOST,
            "stock_zh_index_hist_csindex",
            symbol=index.code,
            start_date=f"{first_day(now):%Y%m%d}",
            end_date=f"{now:%Y%m%d}",
        )


def _whole(rows: list[Cells]) -> list[RawBar]:
    whole = FORM.rows((row for row in rows[1:] if row["开盘"] is not None), NAME)
    return [replace(bar, amount=bar.amount * _AMOUNT if bar.amount is not None else None) for bar in whole]
