"""Restricted shares that come free, from a page of 新浪财经, through akshare: one request.

Shares are told in 10,000 and values in 100 million yuan, without a ratio.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, by_code, is_stock
from market.sources.frames import Cells, day, decimal, records, text, whole
from market.unlock import UNLOCKS, Unlock

if TYPE_CHECKING:
    import pandas

NAME = "新浪财经"
HOST = "vip.stock.finance.sina.com.cn"

COLUMNS = ("代码", "解禁日期", "解禁数量", "解禁股流通市值", "公告日期")
_SHARES, _YUAN = 10**4, 10**8


def read(frame: "pandas.DataFrame", security: Security) -> tuple[Unlock, ...] | None:
    """The batches in akshare's frame, None without any. Raises SourceChanged, ValueError."""
    rows = [row for row in records(frame, COLUMNS, NAME) if row["解禁日期"] is not None]
    found = [_unlock(row, security) for row in rows]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.day, reverse=True)) or None


def _unlock(row: Cells, security: Security) -> Unlock:
    code = text(row["代码"]).split(".")[0].zfill(6)
    if code != security.code:
        raise SourceChanged(NAME, ("代码",))
    at = day(row["解禁日期"])
    if at is None:
        raise SourceChanged(NAME, ("解禁日期",))
    unlock = Unlock(
        at,
        whole(row["解禁数量"], _SHARES),
        decimal(row["解禁股流通市值"], _YUAN),
        announced=day(row["公告日期"]),
    )
    if not unlock.plausible:
        raise SourceChanged(NAME, ("解禁股流通市值",))
    return unlock


def unlocks(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[Security, tuple[Unlock, ...]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        UNLOCKS,
        "stock_restricted_release_queue_sina",
        by_code,
        read,
        is_stock,
    )
