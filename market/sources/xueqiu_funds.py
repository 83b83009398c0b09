"""Funds at 雪球's 蛋卷 (danjuanfunds.com): who they are and their fees through unmodified akshare, and their
values by a client of our own, since akshare leaves those out. No token is needed.

A code that it does not know has no `data`, at which akshare stumbles: ask only for funds that are known.
"""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import httpx

from market.errors import SourceChanged, foreign_errors
from market.fund_fees import steps
from market.funds import FUND_FEES, FUND_PROFILE, FundFees, FundNav, FundProfile
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, unlisted
from market.sources.frames import day, decimal, records, text
from market.sources.fund_vetting import is_fund
from market.sources.nav_source import NavSource

if TYPE_CHECKING:
    import pandas

NAME = "雪球基金"
HOST = "danjuanfunds.com"

_ITEMS = ("基金代码", "基金名称", "基金全称", "成立时间", "基金公司", "基金经理", "基金类型")


def read_profile(frame: "pandas.DataFrame", code: str) -> FundProfile | None:
    """Raises SourceChanged where an item is missing or it is of another fund."""
    rows = records(frame, ("item", "value"), NAME)
    items = {text(row["item"]): text(row["value"]) for row in rows}
    if missing := tuple(item for item in _ITEMS if item not in items):
        raise SourceChanged(NAME, missing)
    if items["基金代码"] != code or not items["基金名称"]:
        raise SourceChanged(NAME, ("基金代码",))
    return FundProfile(
        code=code,
        name=items["基金名称"],
        full_name=items["基金全称"],
        kind=items["基金类型"],
        company=items["基金公司"],
        manager=items["基金经理"],
        founded=day(items["成立时间"] or None),
    )


def read_fees(frame: "pandas.DataFrame", code: str) -> FundFees | None:
    """Raises SourceChanged where a column is missing or a fee cannot be."""
    rows = records(frame, ("费用类型", "条件或名称", "费用"), NAME)
    tables: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        tables.setdefault(text(row["费用类型"]), []).append((text(row["条件或名称"]), text(row["费用"])))
    if not tables:
        return None
    running = tuple((name, rate) for name, fee in tables.get("其他费用", []) if (rate := decimal(fee)))
    return FundFees(
        code, steps(tables.get("买入规则", []), NAME), steps(tables.get("卖出规则", []), NAME), running
    )


def url(code: str) -> str:
    return f"https://{HOST}/djapi/fund/nav/history/{code}?page=1&size=2"


def parse_nav(payload: bytes, code: str) -> FundNav | None:
    """The latest value; None where there is no such fund. Raises SourceChanged."""
    with foreign_errors(NAME):
        answer = json.loads(payload, parse_float=Decimal)
        data = answer.get("data")
        if data is None and answer["result_code"] != 0 or data is not None and not data["items"]:
            return None
        latest = data["items"][0]
        when = day(latest["date"])
        if when is None:
            raise SourceChanged(NAME, ("date",))
        return FundNav(code, when, decimal(latest["nav"]), change_percent=decimal(latest.get("percentage")))


def xueqiu_nav(client: httpx.AsyncClient, now: Callable[[], datetime]) -> NavSource:
    """Any fund's, without its accumulated value."""
    return NavSource(client, now, NAME, HOST, url, parse_nav)


def xueqiu_profile(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[str, FundProfile]:
    """Name, company, manager and class."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        FUND_PROFILE,
        "fund_individual_basic_info_xq",
        lambda code: {"symbol": code},
        read_profile,
        is_fund,
        _is_unknown,
    )


def xueqiu_fees(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[str, FundFees]:
    """Fees by amount and by holding."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        FUND_FEES,
        "fund_individual_detail_info_xq",
        lambda code: {"symbol": code},
        read_fees,
        is_fund,
        _is_unknown,
    )


def _is_unknown(error: SourceChanged, code: str) -> bool:
    """Of a fund that 蛋卷 does not know it sends a message and no data."""
    return unlisted("data", error)
