"""Asking every source once: the answer to "which of them are there"."""

from collections import Counter

from market.houses import Houses
from market.market import Market
from market.probing import probe
from market.sources.akshare_calls import AkshareCalls
from market.sources.lines import Lines
from market.sources.source import http_client
from tests.fakes.upstreams import Upstreams
from tests.unit.market.given import Clock

NOW = Clock("2021-07-28 20:00:00")
QUOTES = ("qt.gtimg.cn", "hq.sinajs.cn", "push2.eastmoney.com", "push2his.eastmoney.com")


def market() -> Market:
    """A live one that owes East Money no gap."""
    return Market.open("live", now=NOW, lines=Lines(http_client(4.0), AkshareCalls(4.0), Houses(NOW, gap=0)))


async def test_a_source_that_nobody_has_asked_is_listed_all_the_same(upstreams: Upstreams) -> None:
    async with market() as opened:
        hosts = {house.host: house for house in opened.houses}
        assert {source.host for source in opened.facts.sources} | set(QUOTES) == hosts.keys()
        assert all(house.calls == 0 for house in hosts.values())


async def test_a_demonstration_lists_no_house() -> None:
    async with Market.open("demo", now=NOW) as demonstration:
        assert list(demonstration.houses) == []


async def test_every_source_is_asked_once_and_its_health_written_down(upstreams: Upstreams) -> None:
    upstreams.switch("hq.sinajs.cn", "ban")
    async with market() as opened:
        await probe(opened)
        houses = {house.host: house for house in opened.houses}
        asked = Counter([*(source.host for source in opened.facts.sources), *QUOTES])
    assert {host: house.calls for host, house in houses.items()} == asked
    assert houses["qt.gtimg.cn"].last_success is not None
    assert houses["qt.gtimg.cn"].latency is not None
    assert houses["hq.sinajs.cn"].failures == {"SourceBanned": 1}
    assert houses["hq.sinajs.cn"].last_success is None
    assert not houses["hq.sinajs.cn"].breaker.is_open
