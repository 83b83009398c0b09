"""Suspensions of a trading day from 百度股市通, through akshare: three requests, two of them for cookies.

Shares of Hong Kong stand among them. akshare tells every failure to get the cookies as RuntimeError.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from market.errors import SourceChanged, SourceUnavailable
from market.fact import Fact
from market.securities import exchange_of
from market.sources.akshare_calls import AkshareCalls
from market.sources.frames import Cells, day, records, text
from market.sources.suspension_rows import plausible
from market.suspension import SUSPENSIONS, Suspension

if TYPE_CHECKING:
    import pandas

NAME = "百度股市通"
HOST = "finance.pae.baidu.com"

COLUMNS = ("股票代码", "股票简称", "交易所代码", "停牌时间", "复牌时间", "停牌事项说明")
_FOREIGN = frozenset({"HK", "US"})


def read(frame: "pandas.DataFrame") -> tuple[Suspension, ...] | None:
    """The suspensions in akshare's frame, None without any. Raises SourceChanged."""
    rows = records(frame, COLUMNS, NAME)
    own = (row for row in rows if text(row["交易所代码"]).upper() not in _FOREIGN)
    return plausible(own, _suspension, NAME)


def _suspension(row: Cells) -> Suspension:
    """Raises ValueError naming the column that is wrong."""
    exchange, code = text(row["交易所代码"]).upper(), text(row["股票代码"])
    since, resumes = day(row["停牌时间"]), day(row["复牌时间"])
    if exchange_of(code) != exchange:
        raise ValueError("股票代码")
    if since is None:
        raise ValueError("停牌时间")
    if resumes is not None and resumes < since:
        raise ValueError("复牌时间")
    reason = text(row["停牌事项说明"])
    return Suspension(f"{exchange}{code}", text(row["股票简称"]), since, resumes, reason=reason)


class BaiduSuspensions:
    name = NAME
    host = HOST
    kind = SUSPENSIONS

    def __init__(self, calls: AkshareCalls, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._now = now

    def covers(self, key: date) -> bool:
        return True

    async def fetch(self, key: date) -> Fact[tuple[Suspension, ...]] | None:
        try:
            frame = await self._calls.call(
                NAME, HOST, "news_trade_notify_suspend_baidu", date=key.strftime("%Y%m%d")
            )
        except SourceChanged as error:
            if isinstance(error.__cause__, RuntimeError):  # no cookie: the wire, not the form of the answer
                raise SourceUnavailable(NAME, "no cookie") from error
            raise
        found = read(frame)
        return Fact(found, self._now(), NAME) if found else None
