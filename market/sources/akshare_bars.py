"""Daily bars of East Money's history host through unmodified akshare: shares, funds and indices.

akshare has a function for each sort and guesses the market from the code. Codes that it would send to the
wrong one are not asked for: B shares of Shanghai, whose 900 it takes for Shenzhen, and indices that it has no
mark for. Shares and funds come with the day's change, from which the close before follows; indices without.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from market.bar_vetting import Measure, RawBar, first_day
from market.bars import DAILY_BARS, Bar, BarsKey
from market.errors import SourceChanged
from market.fact import Fact
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import no_result
from market.sources.bar_source import BarSource
from market.sources.frames import Cells, day, decimal, records

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "push2his.eastmoney.com"


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of one function's answer, in the order of RawBar's fields."""

    columns: tuple[str, ...]

    def rows(self, cells: Iterable[Cells], source: str) -> list[RawBar]:
        """Raises SourceChanged where a cell cannot be read."""
        try:
            return [self._row(each) for each in cells]
        except ValueError as error:
            raise SourceChanged(source, (str(error),)) from error

    def _row(self, row: Cells) -> RawBar:
        when = day(row[self.columns[0]])
        prices = [price for column in self.columns[1:5] if (price := decimal(row[column])) is not None]
        if when is None or len(prices) < 4:
            raise ValueError("empty cell")
        return RawBar(when, *prices, *(decimal(row[column]) for column in self.columns[5:]))


FULL = Form(("日期", "开盘", "最高", "最低", "收盘", "成交量", "成交额", "涨跌额", "涨跌幅", "换手率"))
SHORT = Form(("date", "open", "high", "low", "close", "volume", "amount"))


def index_symbol(security: Security) -> str:
    """How akshare's index function wants to be told of the market: sh000300, sz399006, csi932000."""
    market = "csi" if security.code.startswith("93") else security.exchange.lower()
    return f"{market}{security.code}"


class AkshareBars(BarSource[AkshareCalls]):
    """One request an answer."""

    name = NAME
    host = HOST
    kind = DAILY_BARS

    def covers(self, key: BarsKey) -> bool:
        security = key.security
        if security.kind == "stock":
            return security.exchange != "SH" or security.code.startswith("6")
        if security.kind == "index":
            return security.code.startswith(("000", "399", "899", "93"))
        return security.code.startswith("5" if security.exchange == "SH" else "1")

    async def fetch(self, key: BarsKey) -> Fact[tuple[Bar, ...]] | None:
        now = self._now
        index = key.security.kind == "index"
        try:
            frame = await self._ask(key, now)
        except SourceChanged as error:
            if no_result(error, key):
                return None
            raise
        form = SHORT if index else FULL
        rows = form.rows(records(frame, form.columns, NAME), NAME)
        return self._bars(rows, Measure((100, 1), key.adjusted, index), now)

    async def _ask(self, key: BarsKey, now: datetime) -> "pandas.DataFrame":
        dates = {"start_date": f"{first_day(now):%Y%m%d}", "end_date": f"{now:%Y%m%d}"}
        if key.security.kind == "index":
            return await self._call("stock_zh_index_daily_em", symbol=index_symbol(key.security), **dates)
        function = "stock_zh_a_hist" if key.security.kind == "stock" else "fund_etf_hist_em"
        adjust = "qfq" if key.adjusted else ""
        return await self._call(function, symbol=key.security.code, period="daily", adjust=adjust, **dates)

    async def _call(self, function: str, **arguments: Any) -> "pandas.DataFrame":
        return await self._line.call(NAME, HOST, function, **arguments)
