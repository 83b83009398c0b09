"""Sectors of three houses, against stand-ins in their wire forms, and what is believed of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal

import pandas
import pytest

from market.errors import SourceBanned, SourceChanged, SourceFailed, SourceTimeout, SourceUnavailable
from market.facts import FactSource
from market.sectors import Group, Sector
from market.session import Session
from market.sources.akshare_sectors import read_ths_concepts, read_ths_industries
from market.sources.lines import Lines
from market.sources.sector_roster import demo_sectors, sector_sources
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.boards import CONCEPTS, INDUSTRIES
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import patience
from tests.unit.market.given import Clock, moment

EVENING = Clock("2023-10-30 18:00:00")
PLACES: list[tuple[int, Group]] = [
    (0, "industry"),
    (1, "concept"),
    (2, "industry"),
    (3, "concept"),
    (4, "industry"),
]
NAMES = ["ths_industry", "ths_concept", "sina_industry", "sina_concept", "sws_industry"]
Boards = FactSource[Group, tuple[Sector, ...]]
every_source = pytest.mark.parametrize(("place", "group"), PLACES, ids=NAMES)


@asynccontextmanager
async def opened(place: int, session: Session, seconds: float = 5) -> AsyncIterator[Boards]:
    lines = Lines.open(EVENING, seconds)
    try:
        lines.akshare.load().result()
        yield sector_sources(lines, session, EVENING)[place]
    finally:
        await lines.aclose()


@pytest.mark.parametrize("place", [0, 2, 4], ids=["ths", "sina", "sws"])
async def test_three_houses_give_the_same_industries_in_our_units(
    place: int, upstreams: Upstreams, session: Session
) -> None:
    async with opened(place, session) as source:
        fact = await source.fetch("industry")
    assert fact is not None
    assert [sector.name for sector in fact.value] == [row["name"] for row in INDUSTRIES]
    bank = fact.value[2]
    assert round(bank.change_percent, 2) == Decimal("2.59")
    assert bank.amount == Decimal("17164000000")
    assert bank.volume == 2_932_090_000
    assert (bank.leader, bank.leader_change) == (("", None) if place == 4 else ("青岛银行", Decimal("9.91")))
    assert (bank.rising, bank.net_inflow) == (None, None)
    assert fact.as_of == moment("2023-10-30 15:30:00")


@pytest.mark.parametrize("place", [1, 3], ids=["ths", "sina"])
async def test_two_houses_give_concepts(place: int, upstreams: Upstreams, session: Session) -> None:
    async with opened(place, session) as source:
        fact = await source.fetch("concept")
    assert fact is not None
    assert [(each.name, round(each.change_percent, 2)) for each in fact.value] == [
        ("一带一路", Decimal("-0.09")),
        ("车联网", Decimal("-0.62")),
    ]
    amounts = [None, None] if place == 1 else [Decimal(row["amount"]) for row in CONCEPTS]
    assert [sector.amount for sector in fact.value] == amounts


async def test_all_pages_of_a_table_are_read(upstreams: Upstreams, session: Session) -> None:
    async with opened(0, session) as source:
        fact = await source.fetch("industry")
    assert fact is not None
    assert len(fact.value) == 12
    assert upstreams.counts == {"q.10jqka.com.cn": 4}


def test_each_group_is_asked_of_those_who_know_it(session: Session) -> None:
    lines = Lines.open(EVENING)
    sources = sector_sources(lines, session, EVENING)
    known = {
        group: [each.name for each in sources if each.covers(group)] for group in ("industry", "concept")
    }
    assert known == {"industry": ["同花顺", "新浪财经", "申万宏源研究"], "concept": ["同花顺", "新浪财经"]}


MODES: list[Mode] = ["hang", "ban", "empty", "missing_column", "truncated", "reset", "5xx"]


@every_source
@pytest.mark.parametrize("mode", MODES)
async def test_each_way_to_fail_is_a_failure_of_the_source(
    place: int, group: Group, mode: Mode, upstreams: Upstreams, session: Session
) -> None:
    expected: dict[Mode, type[SourceFailed]] = {
        "hang": SourceTimeout,
        "missing_column": SourceChanged,
        "truncated": SourceUnavailable,
        "reset": SourceUnavailable,
    }
    async with opened(place, session, seconds=patience(mode)) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(expected.get(mode, SourceFailed)):
            await source.fetch(group)


@pytest.mark.parametrize(("place", "group"), PLACES[:4], ids=NAMES[:4])
async def test_a_column_that_akshare_does_not_know_is_a_changed_answer(
    place: int, group: Group, upstreams: Upstreams, session: Session
) -> None:
    async with opened(place, session) as source:
        upstreams.switch(source.host, "extra_column")
        with pytest.raises(SourceChanged):
            await source.fetch(group)


@pytest.mark.parametrize("place", [0, 2], ids=["ths", "sina"])
async def test_figures_in_other_units_are_never_shown(
    place: int, upstreams: Upstreams, session: Session
) -> None:
    async with opened(place, session) as source:
        upstreams.switch(source.host, "units")
        with pytest.raises(SourceChanged, match="均价|units"):
            await source.fetch("industry")


async def test_a_page_instead_of_json_is_a_ban(upstreams: Upstreams, session: Session) -> None:
    async with opened(4, session) as sws:
        upstreams.switch(sws.host, "ban")
        with pytest.raises(SourceBanned):
            await sws.fetch("industry")
        upstreams.switch(sws.host, "extra_column")
        assert await sws.fetch("industry")


def industries(**changes: object) -> pandas.DataFrame:
    """One industry of akshare's documentation; the cells that it leaves out are ours, to be read."""
    row = {
        "板块": "银行",
        "涨跌幅": 2.59,
        "总成交量": 2932.09,
        "总成交额": 171.64,
        "净流入": 1.5,
        "上涨家数": 42,
        "下跌家数": 0,
        "均价": 5.85,
        "领涨股": "青岛银行",
        "领涨股-涨跌幅": 9.91,
    }
    return pandas.DataFrame([row | changes])


def test_money_that_flowed_in_is_in_yuan() -> None:
    (bank,) = read_ths_industries(industries(), "同花顺")
    assert (bank.net_inflow, bank.rising, bank.falling) == (Decimal("150000000.0"), 42, 0)


def test_a_sector_that_has_not_moved_yet_is_left_out() -> None:
    assert read_ths_industries(industries(涨跌幅=float("nan")), "同花顺") == []


def concepts(came: str, went: str, net: str) -> pandas.DataFrame:
    columns = ["行业", "行业-涨跌幅", "流入资金", "流出资金", "净额", "公司家数", "领涨股", "领涨股-涨跌幅"]
    return pandas.DataFrame([["车联网", -0.62, came, went, net, 100, "", 0.0]], columns=columns)


@pytest.mark.parametrize(("came", "went", "net"), [("3.20", "2.10", "1.10"), ("3.2亿", "2.1亿", "1.1亿")])
def test_net_money_is_the_same_with_its_unit_and_without(came: str, went: str, net: str) -> None:
    (sector,) = read_ths_concepts(concepts(came, went, net), "同花顺")
    assert sector.net_inflow == 110_000_000


def test_money_that_does_not_add_up_is_a_changed_answer() -> None:
    with pytest.raises(SourceChanged, match="净额"):
        read_ths_concepts(concepts("3.20", "2.10", "9.10"), "同花顺")


async def test_samples_are_each_of_their_own_day() -> None:
    (source,) = demo_sectors()
    fact = await source.fetch("industry")
    assert fact is not None
    assert fact.demo
    assert [(each.name, each.day) for each in fact.value] == [
        ("半导体及元件", date(2021, 10, 26)),
        ("小金属", date(2022, 4, 1)),
    ]
    assert fact.as_of == moment("2021-10-26 15:00:00")
