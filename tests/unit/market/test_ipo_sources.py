"""Lists of issues by unmodified akshare and our own client, from stand-ins in the true wire forms."""

import csv
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas
import pytest

from market.convertible_bonds import ConvertibleBond
from market.errors import (
    SourceBanned,
    SourceChanged,
    SourceFailed,
    SourceTimeout,
    SourceUnavailable,
)
from market.facts import FactSource
from market.ipo import IPO_CALENDAR, Ipo, falling, merged
from market.session import SHANGHAI
from market.sources import (
    cninfo_ipo,
    demo_ipo,
    eastmoney_bonds,
    eastmoney_ipo,
    ths_bonds,
    ths_ipo,
)
from market.sources.lines import Lines
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.figures import SAMPLES
from tests.fakes.upstreams.issues import today
from tests.fakes.upstreams.proxy import Mode

SOURCES: dict[str, Callable[[Lines, Callable[[], datetime]], FactSource[None, Any]]] = {
    "ths": lambda lines, now: ths_ipo.calendar(lines.akshare, now),
    "cninfo": lambda lines, now: cninfo_ipo.calendar(lines.akshare, now),
    "eastmoney": lambda lines, now: eastmoney_ipo.calendar(lines.client, now),
    "ths bonds": lambda lines, now: ths_bonds.calendar(lines.akshare, now),
    "eastmoney bonds": lambda lines, now: eastmoney_bonds.calendar(lines.akshare, now),
    "cninfo reviews": lambda lines, now: cninfo_ipo.reviews(lines.akshare, now),
    "eastmoney reviews": lambda lines, now: eastmoney_ipo.reviews(lines.client, now),
    "eastmoney pipeline": lambda lines, now: eastmoney_ipo.pipeline(lines.client, now),
}
TODAY = date(2026, 11, 26)


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
    frame = await lines.akshare.call("x", eastmoney_bonds.HOST, "bond_zh_cov")
    await lines.aclose()
    assert set(frame["债现价"]) == {100.0}  # what akshare says of bonds that have no price
    assert not {"债现价", "正股价", "转股价", "转股价值", "转股溢价率"} & set(eastmoney_bonds.COLUMNS)
    for bond in eastmoney_bonds.read(frame, today()):
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


FAILURES: list[tuple[Mode, type[SourceFailed]]] = [
    ("hang", SourceTimeout),
    ("ban", SourceBanned),
    ("empty", SourceBanned),
    ("missing_column", SourceChanged),
    ("truncated", SourceUnavailable),
    ("reset", SourceUnavailable),
    ("5xx", SourceUnavailable),
]
BLIND = {
    ("ths", "ban"): SourceChanged,  # a page without the table: akshare can't tell it from a changed one
    ("ths", "empty"): SourceChanged,
    **{
        (name, "5xx"): SourceBanned  # akshare does not look at the status, only at what should be JSON
        for name in ("cninfo", "ths bonds", "eastmoney bonds", "cninfo reviews")
    },
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(("mode", "error"), FAILURES)
async def test_each_way_to_fail_is_told_apart(
    name: str, mode: Mode, error: type[SourceFailed], upstreams: Upstreams
) -> None:
    async with opened(name, seconds=0.6) as source:
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


def ths_row(**cells: str) -> pandas.DataFrame:
    """One row of the table, 苏州天脉, with some cells as they could be printed."""
    row = dict.fromkeys(ths_ipo.COLUMNS, "-")
    row |= {"股票代码": "301626", "股票简称": "苏州天脉", "申购上限(万股)": "0.70", "申购日期": "11-26"}
    return pandas.DataFrame([row | cells])


def test_an_estimate_or_a_promise_is_no_price() -> None:
    for printed in ("预估21.23", "待定", "21.23(预)", "--"):
        assert ths_ipo.read(ths_row(发行价格=printed), TODAY)[0].price is None
    assert ths_ipo.read(ths_row(发行价格="21.23"), TODAY)[0].price == Decimal("21.23")


def test_zero_stands_for_what_is_not_known_yet() -> None:
    zeros = {"发行价格": "0.00", "发行总数(万股)": "0", "中签率(%)": "0.00", "申购上限(万股)": "0.00"}
    [share] = ths_ipo.read(ths_row(**zeros), TODAY)
    assert (share.price, share.issue_shares, share.winning_rate, share.apply_limit) == (None,) * 4


def test_a_weekday_beside_a_day_must_be_its_own() -> None:
    assert ths_ipo.read(ths_row(申购日期="11-26 周四"), TODAY)[0].apply_date == TODAY
    with pytest.raises(SourceChanged, match="申购日期"):
        ths_ipo.read(ths_row(申购日期="11-26 周五"), TODAY)


def test_one_cell_that_cannot_be_read_is_unknown_and_many_are_a_change() -> None:
    whole = pandas.concat([ths_row(), ths_row(股票代码="301613", 股票简称="新铝时代")])
    one_off = whole.assign(发行价格=["21.23", "约二十元"])
    assert [share.price for share in ths_ipo.read(one_off, TODAY)] == [Decimal("21.23"), None]
    with pytest.raises(SourceChanged, match="发行价格"):
        ths_ipo.read(whole.assign(发行价格="约二十元"), TODAY)


def test_winning_numbers_are_read_and_a_link_to_them_is_none() -> None:
    assert ths_ipo.read(ths_row(中签号="末四位数：6459,1459"), TODAY)[0].tails == ("6459", "1459")
    assert ths_ipo.read(ths_row(中签号="查看"), TODAY)[0].tails == ()


def test_a_share_on_its_first_day_keeps_its_name() -> None:
    assert ths_ipo.read(ths_row(股票简称="N苏州天"), TODAY)[0].name == "苏州天"
    assert ths_ipo.read(ths_row(股票简称="TCL新材"), TODAY)[0].name == "TCL新材"


def test_what_stands_twice_is_one_issue_and_what_differs_is_not_shown() -> None:
    twice = pandas.concat([ths_row(发行价格="21.23"), ths_row(发行价格="21.32")])
    [share] = ths_ipo.read(twice, TODAY)
    assert (share.price, share.disputed) == (None, frozenset({"price"}))


def test_a_table_without_issues_is_not_believed() -> None:
    for frame in (pandas.DataFrame(), ths_row(股票代码="00700")):
        with pytest.raises(SourceChanged):
            ths_ipo.read(frame, TODAY)
    with pytest.raises(SourceChanged, match="no bonds"):
        ths_bonds.read(pandas.DataFrame(columns=list(ths_bonds.COLUMNS)), TODAY)


def test_the_data_center_may_have_nothing() -> None:
    nothing = '{"success":false,"code":9201,"message":"返回数据为空","result":null}'.encode()
    assert eastmoney_ipo.read(nothing) == ()
    refused = '{"success":false,"code":9501,"message":"参数错误","result":null}'.encode()
    with pytest.raises(SourceChanged):
        eastmoney_ipo.read(refused)


def test_the_calendar_of_the_data_center_is_one_bounded_request() -> None:
    url = eastmoney_ipo.calendar_url(TODAY)
    assert url.startswith("https://")
    assert "pageSize=200" in url
    assert "APPLY_DATE%3E%272026-05-10%27" in url
    assert "PREDICT" not in url


@pytest.mark.parametrize("name", ["ipo", "convertible_bonds", "ipo_pipeline"])
def test_every_sample_says_whose_it_is_and_when_it_was_printed(name: str) -> None:
    with SAMPLES.with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert row["licence"] == "MIT"
        assert row["source"].startswith(("akfamily/akshare docs/", "Micro-sheep/efinance"))
        assert date(2021, 1, 1) < date.fromisoformat(row["as_of"]) < date(2026, 11, 23)
    keys = [row.get("code") or row["company"] for row in rows]
    assert len(set(keys)) == len(keys)


async def test_samples_are_real_dated_and_told_as_what_they_are() -> None:
    fact = await demo_ipo.calendar().fetch(None)
    assert fact is not None
    assert (fact.demo, fact.as_of.date(), fact.source) == (True, date(2026, 3, 4), "同花顺")
    assert demo_ipo.calendar().kind is IPO_CALENDAR
    shares = {share.name: share for share in fact.value}
    assert shares["海菲曼"].listing_date == date(2026, 3, 4)
    assert shares["摩尔线程"].listing_date == date(2025, 12, 5)
    older = shares["诺瓦星云"]
    assert (older.as_of, older.source, older.price) == (date(2024, 2, 2), "东方财富", Decimal("126.89"))
    bonds = await demo_ipo.bonds().fetch(None)
    assert bonds is not None
    assert (bonds.as_of.date(), len(bonds.value)) == (date(2024, 8, 14), 10)
    pipeline = await demo_ipo.pipeline().fetch(None)
    assert pipeline is not None
    assert pipeline.as_of.date() == date(2021, 10, 9)
