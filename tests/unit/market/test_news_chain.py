"""News, sectors and funds through the whole market: akshare first, the next house where one is down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from market.fact import Allowance, Fact, Gap
from market.funds import FUND_FEES, FUND_NAV
from market.market import Market
from market.news import ANYBODY, MARKET_NEWS, NEWS_ABOUT
from market.sectors import SECTORS
from tests.fakes.upstreams import Upstreams
from tests.unit.market.given import Clock

SUNDAY = Clock("2021-08-15 12:00:00")
EVENING = Clock("2024-03-13 18:00:00")


@asynccontextmanager
async def opened(clock: Clock) -> AsyncIterator[Market]:
    """A live market whose akshare is loaded."""
    async with Market.open("live", now=clock) as market:
        await market.ready()
        yield market


def said_by(found: Fact[object] | Gap[object]) -> str:
    return found.source if isinstance(found, Fact) else found.reason


async def test_the_markets_news_come_from_one_house_after_the_other(upstreams: Upstreams) -> None:
    hosts = {
        "同花顺": "news.10jqka.com.cn",
        "财联社": "www.cls.cn",
        "新浪财经": "zhibo.sina.com.cn",
        "富途牛牛": "news.futunn.com",
        "东方财富": "np-weblist.eastmoney.com",
        "财新": "cxdata.caixin.com",
    }
    for house in hosts:
        async with opened(EVENING) as market:
            assert said_by(await market.facts.get(MARKET_NEWS, ANYBODY)) == house
        upstreams.switch(hosts[house], "ban")
    async with opened(EVENING) as market:
        assert said_by(await market.facts.get(MARKET_NEWS, ANYBODY)) == "source_down"


async def test_all_houses_are_asked_at_once_for_a_search(upstreams: Upstreams) -> None:
    async with opened(EVENING) as market:
        names = ("财联社", "同花顺", "新浪财经", "富途牛牛", "东方财富", "财新")
        found = await asyncio.gather(*(market.facts.get(MARKET_NEWS, name) for name in names))
    assert [said_by(each) for each in found] == list(names)


async def test_a_search_that_hangs_is_given_up_in_time(upstreams: Upstreams) -> None:
    upstreams.switch("search-api-web.eastmoney.com", "hang")
    impatient = replace(NEWS_ABOUT, allowance=Allowance(source=0.3, total=0.5))
    async with opened(EVENING) as market:
        async with asyncio.timeout(2):
            assert said_by(await market.facts.get(impatient, "300750")) == "source_down"
        await upstreams.aclose()


async def test_industries_come_from_one_house_after_the_other(upstreams: Upstreams) -> None:
    hosts = {
        "同花顺": "q.10jqka.com.cn",
        "新浪财经": "vip.stock.finance.sina.com.cn",
        "申万宏源研究": "www.swsresearch.com",
    }
    for house in hosts:
        async with opened(EVENING) as market:
            assert said_by(await market.facts.get(SECTORS, "industry")) == house
        upstreams.switch(hosts[house], "missing_column")
    async with opened(EVENING) as market:
        assert said_by(await market.facts.get(SECTORS, "industry")) == "source_down"


async def test_funds_are_told_of_by_two_houses(upstreams: Upstreams) -> None:
    async with opened(SUNDAY) as market:
        assert said_by(await market.facts.get(FUND_NAV, "161725")) == "天天基金"
        assert said_by(await market.facts.get(FUND_FEES, "000001")) == "雪球基金"
        assert said_by(await market.facts.get(FUND_NAV, "999999")) == "no_data"
    upstreams.switch("api.fund.eastmoney.com", "ban")
    upstreams.switch("danjuanfunds.com", "ok")
    async with opened(SUNDAY) as market:
        assert said_by(await market.facts.get(FUND_NAV, "161725")) == "雪球基金"
    upstreams.switch("danjuanfunds.com", "reset")
    async with opened(SUNDAY) as market:
        assert said_by(await market.facts.get(FUND_FEES, "000001")) == "天天基金"
