"""Restricted shares that come free, from 东方财富's data center, through akshare: one request.

akshare has already turned 10,000 shares and 10,000 yuan into shares and yuan. The ratios are fractions,
whatever their names say: 0.192 of the tradable shares. Shares by ratio give the whole of the company.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, by_code, is_stock
from market.sources.frames import Cells, day, decimal, records, text, whole
from market.unlock import UNLOCKS, Unlock

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"

COLUMNS = (
    "解禁时间",
    "解禁股东数",
    "实际解禁数量",
    "实际解禁数量市值",
    "占总市值比例",
    "占流通市值比例",
    "限售股类型",
)
_HUNDRED = Decimal(100)
_ROUNDING = Decimal("1.02")
_MOST_SHARES = Decimal(5 * 10**11)
"""No company has as many."""


def read(frame: "pandas.DataFrame", security: Security) -> tuple[Unlock, ...] | None:
    """The batches in akshare's frame, None without any. Raises SourceChanged, ValueError."""
    found = [_unlock(row) for row in records(frame, COLUMNS, NAME)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.day, reverse=True)) or None


def _unlock(row: Cells) -> Unlock:
    at, shares = day(row["解禁时间"]), whole(row["实际解禁数量"])
    of_total, of_float = decimal(row["占总市值比例"]), decimal(row["占流通市值比例"])
    if at is None:
        raise SourceChanged(NAME, ("解禁时间",))
    if not _plausible(shares, of_total, of_float):
        raise SourceChanged(NAME, ("占总市值比例",))
    unlock = Unlock(
        day=at,
        shares=shares,
        value=decimal(row["实际解禁数量市值"]),
        percent_of_total=None if of_total is None else of_total * _HUNDRED,
        percent_of_float=None if of_float is None else of_float * _HUNDRED,
        kind=text(row["限售股类型"]),
        holders=whole(row["解禁股东数"]),
    )
    if not unlock.plausible:
        raise SourceChanged(NAME, ("实际解禁数量市值",))
    return unlock


def _plausible(shares: int | None, of_total: Decimal | None, of_float: Decimal | None) -> bool:
    """Whether the ratios are fractions of a company: none above the whole, which is no larger than any is."""
    if not shares or of_total is None or of_total <= 0:
        return True
    if of_total > _ROUNDING or (of_float is not None and of_float * _ROUNDING < of_total):
        return False
    return shares / of_total <= _MOST_SHARES


def unlocks(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[Security, tuple[Unlock, ...]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        UNLOCKS,
        "stock_restricted_release_queue_em",
        by_code,
        read,
        is_stock,
    )
