"""The minutes of the latest day from East Money's history host, through unmodified akshare.

Its function for indices pages over all of them first, so it is not asked; the one for shares sends every
code that does not begin with 6 to Shenzhen's market, right for the indices there and wrong for Shanghai's.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from market.bars import MINUTES, Minute
from market.errors import SourceChanged
from market.fact import Fact
from market.minute_vetting import RawMinute
from market.securities import Security
from market.session import SHANGHAI
from market.sources.akshare_bars import HOST, NAME
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import no_result
from market.sources.bar_source import BarSource
from market.sources.frames import Cells, decimal, records, text

if TYPE_CHECKING:
    import pandas

COLUMNS = ("时间", "收盘", "成交量", "成交额", "均价")
_ASKED = timedelta(days=15)
"""Longer than the longest holiday."""


def parse(frame: "pandas.DataFrame") -> list[RawMinute]:
    """Raises SourceChanged where a column is missing or a cell cannot be read."""
    try:
        return [_minute(row) for row in records(frame, COLUMNS, NAME)]
    except ValueError as error:
        raise SourceChanged(NAME, (str(error),)) from error


def _minute(row: Cells) -> RawMinute:
    price = decimal(row["收盘"])
    if price is None:
        raise ValueError("empty cell")
    return RawMinute(
        at=datetime.fromisoformat(text(row["时间"])).replace(tzinfo=SHANGHAI),
        price=price,
        volume=decimal(row["成交量"]),
        amount=decimal(row["成交额"]),
        average=decimal(row["均价"]),
    )


class AkshareMinutes(BarSource[AkshareCalls]):
    """One request an answer."""

    name = NAME
    host = HOST
    kind = MINUTES

    def covers(self, key: Security) -> bool:
        if key.kind in {"etf", "fund"}:
            return key.code.startswith("5" if key.exchange == "SH" else "1")
        return key.exchange != "SH" or (key.kind == "stock" and key.code.startswith("6"))

    async def fetch(self, key: Security) -> Fact[tuple[Minute, ...]] | None:
        now = self._now
        try:
            frame = await self._ask(key, now)
        except SourceChanged as error:
            if no_result(error, key):
                return None
            raise
        return self._minutes(parse(frame), now, index=key.kind == "index")

    async def _ask(self, key: Security, now: datetime) -> "pandas.DataFrame":
        fund = key.kind in {"etf", "fund"}
        return await self._line.call(
            NAME,
            HOST,
            "fund_etf_hist_min_em" if fund else "stock_zh_a_hist_min_em",
            symbol=key.code,
            period="1",
            start_date=f"{now - _ASKED:%Y-%m-%d %H:%M:%S}",
            end_date=f"{now + timedelta(days=1):%Y-%m-%d %H:%M:%S}",
        )
