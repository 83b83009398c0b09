"""All sources about companies: who they are, what they are worth, what they report and when."""

from collections.abc import Sequence
from typing import Any

from market.facts import FactSource
from market.sources import (
    cninfo_company,
    cninfo_schedule,
    eastmoney_company,
    eastmoney_finance,
    eastmoney_valuation,
    sina_finance,
    sina_schedule,
    ths_company,
    ths_finance,
    ths_schedule,
)
from market.sources.akshare_fact import Now
from market.sources.baidu_valuation import BaiduValuation
from market.sources.cninfo_industry import CninfoIndustries
from market.sources.cninfo_schedule import CninfoDisclosures
from market.sources.eastmoney_schedule import EastMoneyDisclosures
from market.sources.lines import Lines
from market.sources.tencent_company import TencentShares, TencentValuation


def company_sources(lines: Lines, now: Now) -> Sequence[FactSource[Any, Any]]:
    """akshare first; the order within a kind is the order of asking."""
    calls, client = lines.akshare, lines.client
    return [
        cninfo_company.profile(calls, now),
        ths_company.business(calls, now),
        eastmoney_company.share_counts(calls, now),
        TencentShares(client),
        eastmoney_valuation.valuation(calls, now),
        BaiduValuation(calls),
        TencentValuation(client),
        CninfoIndustries(calls),
        ths_finance.reports(calls, now),
        sina_finance.reports(calls, now),
        eastmoney_finance.reports(calls, now),
        ths_finance.balances(calls, now),
        sina_finance.balances(calls, now),
        cninfo_schedule.dividends(calls, now),
        sina_schedule.dividends(calls, now),
        ths_schedule.dividends(calls, now),
        ths_schedule.plans(calls, now),
        sina_schedule.plans(calls, now),
        CninfoDisclosures(calls, now),
        EastMoneyDisclosures(client, now),
    ]
