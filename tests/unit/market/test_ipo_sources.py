"""Lists of issues by unmodified akshare and our own client, from stand-ins in the true wire forms."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from time import monotonic
from typing import Any

import pytest

from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond
from market.errors import (
    SourceChanged,
    SourceFailed,
)
from market.fact import Fact, Gap
from market.facts import Facts, FactSource
from market.ipo import IPO_CALENDAR, Ipo, falling, merged
from market.ipo_pipeline import IPO_PIPELINE
from market.session import SHANGHAI
from market.sources import (
    cninfo_ipo,
    eastmoney_bonds,
    eastmoney_ipo,
    ths_bonds,
    ths_ipo,
)
from market.sources.ipo_roster import ipo_sources
from market.sources.lines import Lines
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.issues import today
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import FAILURES, patience

SOURCES: dict[str, Callable[[Lines, Callable[[], datetime]], FactSource[None, Any]]] = {
    "ths": lambda lines, now: ths_ipo.calendar(lines.akshare, now),
    "cninfo": lambda lines, now: cninfo_ipo.calendar(lines.akshare, now),
    "eastmoney": lambda lines, now: eastmoney_ipo.calendar(lines.client, now),
    "ths bonds": lambda lines, now: ths_bonds.CALENDAR.source(lines.akshare, now),
    "eastmoney bonds": lambda lines, now: eastmoney_bonds.CALENDAR.source(lines.akshare, now),
    "cninfo reviews": lambda lines, now: cninfo_ipo.reviews(lines.akshare, now),
    "eastmoney reviews": lambda lines, now: eastmoney_ipo.reviews(lines.client, now),
    "eastmoney pipeline": lambda lines, now: eastmoney_ipo.pipeline(lines.client, now),
}


def now() -> datetime:
    return datetime.now(SHANGHAI)


@asynccontextmanager
async def opened(name: str, seconds: float = 5) -> AsyncIterator[FactSource[None, Any]]:
    """The source by its name, with akshare loaded."""
    lines = Lines.open(now, seconds)
    lines.akshare.load().result()
    try:
        yield SOURCES[name](lines, now)
    finally:
        await lines.aclose()


async def value(name: str) -> tuple[Any, ...]:
    async with opened(name) as source:
        fact = await source.fetch(None)
    assert fact is not None
    assert fact.source == source.name
    assert abs((now() - fact.as_of).total_seconds()) < 60
    return tuple(fact.value)


def by_name(values: tuple[Any, ...], name: str) -> Any:
    return next(each for each in values if each.name == name)


@pytest.mark.parametrize("name", ["ths", "cninfo", "eastmoney"])
async def test_a_share_that_can_be_applied_for_is_known_to_every_house(
    name: str, upstreams: Upstreams
) -> None:
    share: Ipo = by_name(await value(name), "新铝时代")
    assert (share.code, share.board, share.exchange) == ("301613", "创业板", "SZ")
    assert share.apply_limit == 6_500
    assert share.apply_date is not None
    assert share.payment_date is not None
    assert today() <= share.apply_date < share.payment_date
    assert sum(upstreams.counts.values()) == 1


async def test_ths_prints_codes_and_days_without_years(upstreams: Upstreams) -> None:
    shares = await value("ths")
    assert by_name(shares, "摩尔线程").apply_code == "787795"
    assert by_name(shares, "诺瓦星云").price == Decimal("126.89")
    assert by_name(shares, "海菲曼").listing_date is not None
    assert all(share.listing_date <= today() for share in shares if share.name in {"摩尔线程", "沐曦股份"})


async def test_two_houses_agree_on_what_is_issued(upstreams: Upstreams) -> None:
    both = merged(await value("ths"), await value("cninfo"))
    assert not [share.name for share in both if share.disputed]
    assert falling(both, "apply_date", today(), date.max)


async def test_bonds_come_with_codes_and_ratings(upstreams: Upstreams) -> None:
    first: ConvertibleBond = by_name(await value("ths bonds"), "集智转债")
    assert (first.apply_code, first.stock_name) == ("370553", "集智股份")
    assert (first.conversion_price, first.winning_rate) == (Decimal("23.54"), None)
    second: ConvertibleBond = by_name(await value("eastmoney bonds"), "龙星转债")
    assert (second.apply_code, second.rating, second.winning_rate) == ("072442", "AA-", Decimal("0.005491"))
    assert second.result_date is not None
    assert second.listing_date is not None


async def test_the_price_that_akshare_makes_up_for_a_bond_is_never_read(upstreams: Upstreams) -> None:
    lines = Lines.open(now)
    lines.akshare.load().result()
    frame = await lines.akshare.call("x", eastmoney_bonds.CALENDAR.host, "bond_zh_cov")
    await lines.aclose()
    assert set(frame["债现价"]) == {100.0}  # what akshare says of bonds that have no price
    assert not {"债现价", "正股价", "转股价", "转股价值", "转股溢价率"} & set(eastmoney_bonds.COLUMNS)
    for bond in eastmoney_bonds.CALENDAR.read(frame, today()):
        figures = [value for value in vars_of(bond).values() if isinstance(value, int | float | Decimal)]
        assert 100 not in figures


def vars_of(bond: ConvertibleBond) -> dict[str, Any]:
    return {name: getattr(bond, name) for name in bond.__dataclass_fields__}


async def test_those_on_their_way_are_told_with_their_state(upstreams: Upstreams) -> None:
    first = (await value("eastmoney pipeline"))[0]
    assert (first.company, first.state, first.market) == ("郑州众智科技股份有限公司", "已问询", "创业板")
    assert (first.updated, first.accepted) == (date(2021, 10, 9), date(2021, 6, 24))
    for name in ("cninfo reviews", "eastmoney reviews"):
        [review] = await value(name)
        assert (review.company, review.day) == ("苏州长光华芯光电技术股份有限公司", date(2021, 10, 8))
        assert "通过" in review.result


@pytest.mark.parametrize(
    ("down", "answers"),
    [
        ((), "同花顺"),
        ((ths_ipo.HOST,), "巨潮资讯"),
        ((ths_ipo.HOST, cninfo_ipo.HOST), "东方财富"),
    ],
)
async def test_the_calendar_comes_from_the_next_house_where_one_is_down(
    down: tuple[str, ...], answers: str, upstreams: Upstreams
) -> None:
    lines = Lines.open(now)
    lines.akshare.load().result()
    facts = Facts(ipo_sources(lines, now), lines.houses, monotonic)
    for host in down:
        upstreams.switch(host, "reset")
    found = await facts.get(IPO_CALENDAR, None)
    await facts.aclose()
    await lines.aclose()
    assert isinstance(found, Fact)
    assert found.source == answers
    assert by_name(found.value, "新铝时代").apply_limit == 6_500


async def test_with_every_house_down_there_is_a_gap_and_no_list(upstreams: Upstreams) -> None:
    lines = Lines.open(now)
    lines.akshare.load().result()
    facts = Facts(ipo_sources(lines, now), lines.houses, monotonic)
    upstreams.switch("*", "reset")
    for kind in (IPO_CALENDAR, BOND_CALENDAR, IPO_PIPELINE):
        assert await facts.get(kind, None) == Gap("source_down")
    await facts.aclose()
    await lines.aclose()


BLIND = {
    ("ths", "ban"): SourceChanged,  # a page without the table: akshare can't tell it from a changed one
    ("ths", "empty"): SourceChanged,
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(("mode", "error"), FAILURES.items())
async def test_each_way_to_fail_is_told_apart(
    name: str, mode: Mode, error: type[SourceFailed], upstreams: Upstreams
) -> None:
    async with opened(name, seconds=patience(mode)) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(BLIND.get((name, mode), error)):
            await source.fetch(None)


@pytest.mark.parametrize("name", ["ths", "eastmoney", "ths bonds", "eastmoney reviews", "eastmoney pipeline"])
async def test_a_further_column_changes_nothing_where_columns_have_names(
    name: str, upstreams: Upstreams
) -> None:
    async with opened(name) as source:
        plain = await source.fetch(None)
        upstreams.switch(source.host, "extra_column")
        more = await source.fetch(None)
    assert plain is not None
    assert more is not None
    assert plain.value == more.value


@pytest.mark.parametrize("name", ["cninfo", "cninfo reviews", "eastmoney bonds"])
async def test_a_further_column_is_a_change_where_akshare_goes_by_places(
    name: str, upstreams: Upstreams
) -> None:
    async with opened(name) as source:
        upstreams.switch(source.host, "extra_column")
        with pytest.raises(SourceChanged):
            await source.fetch(None)


@pytest.mark.parametrize("name", ["ths", "cninfo", "eastmoney"])
async def test_shares_in_another_unit_are_refused(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as source:
        upstreams.switch(source.host, "units")
        with pytest.raises(SourceChanged, match="units"):
            await source.fetch(None)
