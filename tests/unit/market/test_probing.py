"""Asking every source once: the answer to "which of them are there"."""

from market.market import Market
from market.probing import probe
from tests.fakes.upstreams import Upstreams
from tests.unit.market.given import Clock


async def test_every_source_is_asked_and_its_health_written_down(upstreams: Upstreams) -> None:
    upstreams.switch("hq.sinajs.cn", "ban")
    async with Market.open("live", now=Clock("2021-07-28 20:00:00")) as market:
        await probe(market)
        houses = {house.host: house for house in market.houses}
    assert houses["qt.gtimg.cn"].last_success is not None
    assert houses["qt.gtimg.cn"].latency is not None
    assert houses["hq.sinajs.cn"].failures == {"SourceBanned": 1}
    assert houses["hq.sinajs.cn"].last_success is None
    assert not houses["hq.sinajs.cn"].breaker.is_open
