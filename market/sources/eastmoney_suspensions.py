"""Suspensions of a trading day from 东方财富's data center, through akshare: two requests.

akshare names the columns by their place, so a column that moved is caught by what stands in it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from market.securities import Exchange, exchange_of
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, no_result
from market.sources.frames import Cells, day, records, text
from market.sources.suspension_rows import plausible
from market.suspension import SUSPENSIONS, Suspension

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"

COLUMNS = ("代码", "名称", "停牌时间", "停牌期限", "停牌原因", "所属市场", "预计复牌时间")
_MARKETS: dict[str, Exchange] = {"上": "SH", "深": "SZ", "北": "BJ"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(frame: "pandas.DataFrame", asked: date) -> tuple[Suspension, ...] | None:
    """The suspensions in akshare's frame, None without any. Raises SourceChanged."""
    return plausible(records(frame, COLUMNS, NAME), _suspension, NAME)


def _suspension(row: Cells) -> Suspension:
    """Raises ValueError naming the column that is wrong."""
    code, since, resumes = text(row["代码"]), day(row["停牌时间"]), day(row["预计复牌时间"])
    exchange = exchange_of(code)
    if exchange is None or _MARKETS.get(text(row["所属市场"])[:1]) != exchange:
        raise ValueError("所属市场")
    if since is None:
        raise ValueError("停牌时间")
    reason, term = text(row["停牌原因"]), text(row["停牌期限"])
    if _DATE.search(reason + term):
        raise ValueError("停牌原因")
    if resumes is not None and resumes < since:
        raise ValueError("预计复牌时间")
    return Suspension(f"{exchange}{code}", text(row["名称"]), since, resumes, term, reason)


def suspensions(
    calls: AkshareCalls, now: Callable[[], datetime]
) -> AkshareFact[date, tuple[Suspension, ...]]:
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        SUSPENSIONS,
        "stock_tfp_em",
        lambda asked: {"date": asked.strftime("%Y%m%d")},
        read,
        lambda asked: True,
        no_result,
    )
