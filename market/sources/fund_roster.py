"""Who tells of funds: all sources in the order of asking, akshare's first; and the samples."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from market.facts import FactSource
from market.sources.demo_funds import DemoFundNames, DemoFundNav, DemoFundProfile
from market.sources.eastmoney_fund_lists import EastMoneyFundNames, eastmoney_nav
from market.sources.eastmoney_funds import AkshareFundFees, AkshareFundNav
from market.sources.lines import Lines
from market.sources.xueqiu_funds import xueqiu_fees, xueqiu_nav, xueqiu_profile

Sources = Sequence[FactSource[Any, Any]]


def fund_sources(lines: Lines, now: Callable[[], datetime]) -> Sources:
    """Values of 天天基金, then 雪球; profiles and fees of 雪球, fees then of 天天基金; names of 天天基金."""
    return [
        AkshareFundNav(lines.akshare, now),
        eastmoney_nav(lines.client, now),
        xueqiu_nav(lines.client, now),
        xueqiu_profile(lines.akshare, now),
        xueqiu_fees(lines.akshare, now),
        AkshareFundFees(lines.akshare, now),
        EastMoneyFundNames(lines.client, now),
    ]


def demo_funds() -> Sources:
    """Values and names."""
    return [DemoFundNav(), DemoFundProfile(), DemoFundNames()]
