"""Margin trading by share, read by unmodified akshare from answers in the exchanges' true form."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal

import pytest

from market.capital import MarginDay
from market.errors import SourceBanned, SourceChanged, SourceFailed, SourceTimeout, SourceUnavailable
from market.sources.akshare_calls import AkshareCalls
from market.sources.exchange_margins import ExchangeMargins, margin_sources
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode

SHANGHAI, SHENZHEN = MarginDay("SH", date(2023, 9, 22)), MarginDay("SZ", date(2023, 9, 25))


@pytest.fixture
async def sources(upstreams: Upstreams) -> AsyncIterator[dict[str, ExchangeMargins]]:
    calls = AkshareCalls(seconds=1.0)
    calls.load().result()
    yield {source.exchange: source for source in margin_sources(calls)}
    calls.close()


async def test_shanghai_tells_the_shares_sold_short_of_a_day(sources: dict[str, ExchangeMargins]) -> None:
    fact = await sources["SH"].fetch(SHANGHAI)
    assert fact is not None
    assert fact.value["688981"].short_volume == 4_747_379
    assert fact.value["688981"].borrowed is None  # empty in the document that it was taken from
    assert (fact.source, fact.as_of.isoformat()) == ("上交所", "2023-09-22T15:00:00+08:00")


async def test_shenzhen_tells_money_and_shares_of_a_day(sources: dict[str, ExchangeMargins]) -> None:
    fact = await sources["SZ"].fetch(SHENZHEN)
    assert fact is not None
    ping_an = fact.value["000001"]
    assert (ping_an.bought, ping_an.total) == (Decimal(67_452_975), Decimal(4_365_763_792))
    assert ping_an.borrowed == Decimal(4_345_665_664)
    assert (ping_an.short_volume, fact.source) == (1_791_277, "深交所")


async def test_a_day_that_is_not_published_is_no_fact(sources: dict[str, ExchangeMargins]) -> None:
    assert await sources["SZ"].fetch(MarginDay("SZ", date(2023, 9, 24))) is None


def test_each_exchange_answers_for_itself(sources: dict[str, ExchangeMargins]) -> None:
    assert sources["SH"].covers(SHANGHAI)
    assert not sources["SH"].covers(SHENZHEN)
    assert not any(source.covers(MarginDay("BJ", date(2023, 9, 22))) for source in sources.values())


@pytest.mark.parametrize("exchange", ["SH", "SZ"])
@pytest.mark.parametrize(
    ("mode", "failure"),
    [
        ("missing_column", SourceChanged),
        ("extra_column", SourceChanged),
        ("ban", SourceFailed),
        ("empty", SourceFailed),
        ("truncated", SourceFailed),
        ("5xx", SourceUnavailable),
        ("hang", SourceTimeout),
        ("reset", SourceFailed),
    ],
)
async def test_what_is_not_a_table_is_never_shown(
    exchange: str,
    mode: Mode,
    failure: type[SourceFailed],
    sources: dict[str, ExchangeMargins],
    upstreams: Upstreams,
) -> None:
    source = sources[exchange]
    upstreams.switch(source.host, mode)
    with pytest.raises(failure):
        await source.fetch(SHANGHAI if exchange == "SH" else SHENZHEN)


async def test_a_page_instead_of_json_is_a_ban(
    sources: dict[str, ExchangeMargins], upstreams: Upstreams
) -> None:
    upstreams.switch("query.sse.com.cn", "ban")
    with pytest.raises(SourceBanned):
        await sources["SH"].fetch(SHANGHAI)
