"""Every source of daily bars and minutes, akshare unmodified, against the stand-ins."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from time import monotonic
from typing import Any

import pytest

from market.bars import DAILY_BARS, Bar, BarsKey, Minute
from market.errors import SourceChanged, SourceFailed
from market.fact import Fact, Gap
from market.facts import Facts, FactSource
from market.securities import Security
from market.session import Session
from market.sources.akshare_bars import index_symbol
from market.sources.bars_roster import bars_sources
from market.sources.lines import Lines
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import FAILURES, patience
from tests.unit.market.given import Clock, moment, security

PUFA, CHINEXT = security("SH600000"), security("SZ159915", "etf")
SHANGHAI = security("SH000001", "index")
BARS = {"akshare": 0, "tencent": 1, "csindex": 2, "sina": 3}
MINUTES = {"akshare": 4, "tencent": 5, "sina": 6}
EVENING, INDEX_EVENING = Clock("2025-08-05 20:00:00"), Clock("2020-07-16 20:00:00")

Source = FactSource[Any, Any]


@asynccontextmanager
async def opened(
    place: int, session: Session, now: Clock = EVENING, seconds: float = 5
) -> AsyncIterator[Source]:
    """The source at that place of the roster, akshare loaded."""
    lines = Lines.open(now, seconds)
    lines.akshare.load().result()
    try:
        yield bars_sources(lines, session, now)[place]
    finally:
        await lines.aclose()


async def bars_of(source: Source, key: BarsKey) -> Fact[tuple[Bar, ...]]:
    found = await source.fetch(key)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["akshare", "tencent", "sina"])
async def test_a_source_gives_the_bars_that_it_was_given(
    name: str, upstreams: Upstreams, session: Session
) -> None:
    async with opened(BARS[name], session) as source:
        fact = await bars_of(source, BarsKey(PUFA))
    last = fact.value[-1]
    assert (last.day, last.open, last.high) == (date(2025, 8, 5), Decimal("13.15"), Decimal("13.78"))
    assert (last.low, last.close, last.previous_close) == (
        Decimal("13.14"),
        Decimal("13.75"),
        Decimal("13.13"),
    )
    assert (fact.as_of, fact.source) == (moment("2025-08-05 15:00:00"), source.name)
    assert len(fact.value) > 240
    assert [bar.day for bar in fact.value] == sorted({bar.day for bar in fact.value})
    assert upstreams.counts == {source.host: 1}


@pytest.mark.parametrize("mode", ["ok", "units"])
@pytest.mark.parametrize("name", ["akshare", "tencent"])
async def test_volume_is_in_shares_whatever_unit_the_source_counts_in(
    name: str, mode: Mode, upstreams: Upstreams, session: Session
) -> None:
    async with opened(BARS[name], session) as source:
        upstreams.switch(source.host, mode)
        volumes = [bar.volume for bar in (await bars_of(source, BarsKey(PUFA))).value]
    assert volumes[-2:] == [pytest.approx(99_782_728, abs=99), pytest.approx(133_646_594, abs=99)]


async def test_a_volume_whose_unit_nothing_shows_is_not_known(upstreams: Upstreams, session: Session) -> None:
    async with opened(BARS["sina"], session) as source:
        assert {bar.volume for bar in (await bars_of(source, BarsKey(PUFA))).value} == {None}


@pytest.mark.parametrize("adjusted", [True, False])
@pytest.mark.parametrize(
    ("fund", "close", "volume"),
    [(CHINEXT, "3.3", 809_791_900), (security("SH588000", "etf"), "1.45", 1_855_026_200)],
)
@pytest.mark.parametrize("name", ["akshare", "tencent"])
async def test_funds_come_from_their_own_market(
    name: str, fund: Security, close: str, volume: int, adjusted: bool, upstreams: Upstreams, session: Session
) -> None:
    async with opened(BARS[name], session, Clock("2026-03-13 20:00:00")) as source:
        last = (await bars_of(source, BarsKey(fund, adjusted))).value[-1]
    assert (last.close, last.volume) == (Decimal(close), volume)


@pytest.mark.parametrize("name", list(BARS))
async def test_an_index_is_not_the_share_of_the_same_code(
    name: str, upstreams: Upstreams, session: Session
) -> None:
    async with opened(BARS[name], session, INDEX_EVENING) as source:
        fact = await bars_of(source, BarsKey(SHANGHAI))
    assert (fact.value[-1].close, fact.value[-1].previous_close) == (Decimal("3210.1"), Decimal("3361.3"))
    assert fact.as_of == moment("2020-07-16 15:00:00")


@pytest.mark.parametrize(
    ("ref", "kind", "covered"),
    [
        ("SH600519", "stock", True),
        ("BJ920001", "stock", True),
        ("SZ200012", "stock", True),
        ("SH900901", "stock", False),
        ("SH510300", "etf", True),
        ("SZ162411", "fund", True),
        ("SH000300", "index", True),
        ("SZ980017", "index", False),
    ],
)
async def test_what_akshare_would_send_to_a_wrong_market_is_not_asked(
    ref: str, kind: Any, covered: bool, session: Session
) -> None:
    async with opened(BARS["akshare"], session) as source:
        assert source.covers(BarsKey(security(ref, kind))) is covered


async def test_minutes_of_shanghais_indices_are_not_asked_of_akshare(session: Session) -> None:
    async with opened(MINUTES["akshare"], session) as source:
        assert not source.covers(SHANGHAI)
        assert source.covers(security("SZ399006", "index"))
        assert source.covers(security("SH510300", "etf"))


def test_an_index_is_named_with_its_market() -> None:
    codes = ("SH000300", "SZ399006", "BJ899050", "SH932000")
    marks = [index_symbol(security(ref, "index")) for ref in codes]
    assert marks == ["sh000300", "sz399006", "bj899050", "csi932000"]


@pytest.mark.parametrize("name", list(BARS))
@pytest.mark.parametrize(("mode", "error"), FAILURES.items())
async def test_each_way_to_fail_is_told_apart(
    name: str, mode: Mode, error: type[SourceFailed], upstreams: Upstreams, session: Session
) -> None:
    async with opened(BARS[name], session, INDEX_EVENING, seconds=patience(mode)) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(error):
            await source.fetch(BarsKey(SHANGHAI))
    assert upstreams.counts[source.host] == 1


@pytest.mark.parametrize("name", ["tencent", "sina"])
@pytest.mark.parametrize(("mode", "error"), FAILURES.items())
async def test_each_way_to_fail_is_told_apart_for_minutes(
    name: str, mode: Mode, error: type[SourceFailed], upstreams: Upstreams, session: Session
) -> None:
    async with opened(MINUTES[name], session, INDEX_EVENING, seconds=patience(mode)) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(error):
            await source.fetch(SHANGHAI)


@pytest.mark.parametrize(("name", "mode"), [("akshare", "extra_column"), ("tencent", "extra_column")])
async def test_a_column_too_many_is_no_wrong_price(
    name: str, mode: Mode, upstreams: Upstreams, session: Session
) -> None:
    async with opened(BARS[name], session) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(SourceChanged):
            await source.fetch(BarsKey(PUFA))


@pytest.mark.parametrize("name", ["akshare", "tencent", "sina"])
async def test_an_unknown_share_has_no_bars(name: str, upstreams: Upstreams, session: Session) -> None:
    async with opened(BARS[name], session) as source:
        assert await source.fetch(BarsKey(security("SZ000999"))) is None


async def minutes_of(name: str, key: Security, session: Session, now: Clock) -> tuple[Minute, ...]:
    async with opened(MINUTES[name], session, now) as source:
        found = await source.fetch(key)
    assert found is not None
    return found.value  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["tencent", "sina"])
async def test_the_minutes_of_a_day_are_whole(name: str, upstreams: Upstreams, session: Session) -> None:
    minutes = await minutes_of(name, SHANGHAI, session, INDEX_EVENING)
    assert len(minutes) == 240
    assert (minutes[0].at, minutes[0].price) == (moment("2020-07-16 09:31:00"), Decimal("3430.63"))
    assert (minutes[-1].at, minutes[-1].price) == (moment("2020-07-16 15:00:00"), Decimal("3361.3"))


async def test_minutes_through_akshare_have_price_and_time(upstreams: Upstreams, session: Session) -> None:
    minutes = await minutes_of("akshare", security("SH603828"), session, Clock("2017-07-21 09:35:00"))
    assert [minute.price for minute in minutes] == [
        Decimal(price) for price in ("19.42", "19.42", "19.43", "19.48", "19.49")
    ]
    assert {minute.volume for minute in minutes} == {None}


@pytest.mark.parametrize("mode", ["ok", "units"])
async def test_minutes_count_shares_whatever_the_source_counts(
    mode: Mode, upstreams: Upstreams, session: Session
) -> None:
    upstreams.switch("web.ifzq.gtimg.cn", mode)
    (last,) = await minutes_of("tencent", PUFA, session, EVENING)
    assert last.volume == pytest.approx(133_646_594, abs=99)
    assert last.average == Decimal("13.561")


async def test_minutes_of_an_unknown_share_are_none(upstreams: Upstreams, session: Session) -> None:
    async with opened(MINUTES["tencent"], session) as source:
        assert await source.fetch(security("SZ000999")) is None


@pytest.mark.parametrize(
    ("down", "key", "source"),
    [
        ((), BarsKey(PUFA), "东方财富"),
        (("akshare",), BarsKey(PUFA), "腾讯行情"),
        (("akshare", "tencent"), BarsKey(PUFA), "新浪财经"),
        (("akshare", "tencent"), BarsKey(SHANGHAI), "中证指数"),
        (("akshare", "tencent", "csindex"), BarsKey(SHANGHAI), "新浪财经"),
    ],
)
async def test_where_a_house_is_down_the_next_one_answers(
    down: tuple[str, ...], key: BarsKey, source: str, upstreams: Upstreams, session: Session
) -> None:
    now = INDEX_EVENING if key.security is SHANGHAI else EVENING
    lines = Lines.open(now)
    lines.akshare.load().result()
    sources = bars_sources(lines, session, now)
    for name in down:
        upstreams.switch(sources[BARS[name]].host, "reset")
    facts = Facts(sources, lines.houses, monotonic)
    found = await facts.get(DAILY_BARS, key)
    await facts.aclose()
    await lines.aclose()
    assert isinstance(found, Fact)
    assert (found.source, found.value[-1].day) == (source, now().date())


async def test_adjusted_prices_are_never_replaced_by_traded_ones(
    upstreams: Upstreams, session: Session
) -> None:
    lines = Lines.open(EVENING)
    lines.akshare.load().result()
    for place in (BARS["akshare"], BARS["tencent"]):
        upstreams.switch(bars_sources(lines, session, EVENING)[place].host, "reset")
    facts = Facts(bars_sources(lines, session, EVENING), lines.houses, monotonic)
    found = await facts.get(DAILY_BARS, BarsKey(PUFA, adjusted=True))
    await facts.aclose()
    await lines.aclose()
    assert found == Gap("source_down")
