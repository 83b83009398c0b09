"""Funds of two houses, against stand-ins in their wire forms: values, names, and what they cost."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas
import pytest

from market.errors import SourceBanned, SourceChanged, SourceFailed, SourceTimeout, SourceUnavailable
from market.fact import Fact
from market.facts import FactSource
from market.funds import FeeStep, FundFees, FundNav, FundProfile
from market.sources.eastmoney_fund_lists import EastMoneyFundNames, eastmoney_nav, parse_names, parse_nav
from market.sources.eastmoney_funds import AkshareFundFees, AkshareFundNav, read_nav
from market.sources.fund_roster import demo_funds, fund_sources
from market.sources.fund_vetting import vet
from market.sources.lines import Lines
from market.sources.xueqiu_funds import read_profile, xueqiu_fees, xueqiu_nav, xueqiu_profile
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import patience
from tests.unit.market.given import Clock, moment

SUNDAY = Clock("2021-08-15 12:00:00")
NAVS = ["akshare", "eastmoney", "xueqiu"]
OTHERS = ["profile", "xueqiu_fees", "eastmoney_fees", "names"]
Source = FactSource[Any, Any]


@asynccontextmanager
async def opened(name: str, seconds: float = 5) -> AsyncIterator[Source]:
    lines = Lines.open(SUNDAY, seconds)
    sources: dict[str, Source] = {
        "akshare": AkshareFundNav(lines.akshare, SUNDAY),
        "eastmoney": eastmoney_nav(lines.client, SUNDAY),
        "xueqiu": xueqiu_nav(lines.client, SUNDAY),
        "profile": xueqiu_profile(lines.akshare, SUNDAY),
        "xueqiu_fees": xueqiu_fees(lines.akshare, SUNDAY),
        "eastmoney_fees": AkshareFundFees(lines.akshare, SUNDAY, gap=0),
        "names": EastMoneyFundNames(lines.client, SUNDAY),
    }
    try:
        lines.akshare.load().result()
        yield sources[name]
    finally:
        await lines.aclose()


def key_of(name: str) -> str | None:
    return None if name == "names" else "161725" if name in NAVS else "000001"


@pytest.mark.parametrize("name", NAVS)
async def test_three_ways_lead_to_the_same_value(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as source:
        fact = await source.fetch("161725")
    assert isinstance(fact, Fact)
    assert (fact.value.nav, fact.value.change_percent) == (Decimal("1.2914"), Decimal("0.8"))
    assert fact.value.accumulated == (None if name == "xueqiu" else Decimal("2.9225"))
    assert fact.as_of == moment("2021-08-13 00:00:00")
    assert fact.source == ("雪球基金" if name == "xueqiu" else "天天基金")


@pytest.mark.parametrize("name", NAVS)
async def test_a_fund_that_is_none_has_no_value(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as source:
        assert await source.fetch("999999") is None


async def test_akshare_asks_for_one_page_of_the_history(upstreams: Upstreams) -> None:
    async with opened("akshare") as source:
        await source.fetch("161725")
    assert upstreams.counts == {"api.fund.eastmoney.com": 2}


STEPS = (
    FeeStep(None, Decimal(1_000_000), Decimal("1.5")),
    FeeStep(Decimal(1_000_000), Decimal(5_000_000), Decimal("1.2")),
    FeeStep(Decimal(5_000_000), Decimal(10_000_000), Decimal("0.8")),
    FeeStep(Decimal(10_000_000), None, yuan=Decimal(1_000)),
)
HELD = (FeeStep(None, Decimal(7), Decimal("1.5")), FeeStep(Decimal(7), None, Decimal("0.5")))
RUNNING = (("基金管理费", Decimal("1.2")), ("基金托管费", Decimal("0.2")))


@pytest.mark.parametrize("name", ["xueqiu_fees", "eastmoney_fees"])
async def test_two_houses_give_the_same_fees(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as source:
        fact = await source.fetch("000001")
    assert isinstance(fact, Fact)
    running = RUNNING if name == "xueqiu_fees" else ()
    assert fact.value == FundFees("000001", STEPS, HELD, running)


async def test_a_page_without_tables_is_a_refusal(upstreams: Upstreams) -> None:
    async with opened("eastmoney_fees") as source:
        with pytest.raises(SourceBanned):
            await source.fetch("161725")


async def test_a_fund_is_told_who_it_is(upstreams: Upstreams) -> None:
    async with opened("profile") as source:
        fact = await source.fetch("000001")
    assert isinstance(fact, Fact)
    assert fact.value == FundProfile(
        "000001",
        "华夏成长混合",
        full_name="华夏成长证券投资基金",
        company="华夏基金管理有限公司",
        founded=date(2001, 12, 18),
    )


async def test_the_list_of_all_funds_is_read(upstreams: Upstreams) -> None:
    async with opened("names") as source:
        fact = await source.fetch(None)
    assert isinstance(fact, Fact)
    assert ("005827", "易方达蓝筹精选混合", "混合型-偏股") in [
        (fund.code, fund.name, fund.kind) for fund in fact.value
    ]


MODES: list[Mode] = ["hang", "ban", "empty", "missing_column", "truncated", "reset", "5xx"]


@pytest.mark.parametrize("name", [*NAVS, *OTHERS])
@pytest.mark.parametrize("mode", MODES)
async def test_each_way_to_fail_is_a_failure_of_the_source(
    name: str, mode: Mode, upstreams: Upstreams
) -> None:
    expected: dict[Mode, type[SourceFailed]] = {
        "hang": SourceTimeout,
        "missing_column": SourceChanged,
        "truncated": SourceUnavailable,
        "reset": SourceUnavailable,
    }
    async with opened(name, seconds=patience(mode)) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(expected.get(mode, SourceFailed)):
            await source.fetch(key_of(name))


@pytest.mark.parametrize("name", ["eastmoney", "xueqiu", "names"])
async def test_a_page_instead_of_data_is_a_ban(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as source:
        upstreams.switch(source.host, "ban")
        with pytest.raises(SourceBanned):
            await source.fetch(key_of(name))


@pytest.mark.parametrize("name", [*NAVS, *OTHERS[:3]])
async def test_a_column_more_does_no_harm(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as source:
        upstreams.switch(source.host, "extra_column")
        assert await source.fetch(key_of(name))


def test_a_list_of_another_form_is_a_changed_answer() -> None:
    with pytest.raises(SourceChanged):
        parse_names(b'var r = [["000001","HXCZHH","x","y","z",""]];')
    with pytest.raises(SourceChanged):
        parse_names(b'var r = [["abc","HXCZHH","x","y","z"]];')
    with pytest.raises(SourceChanged):
        parse_names(b"var r = null;")


def history(**row: str) -> bytes:
    """An answer about a money fund; its figures are ours, to show where they are read."""
    known = {"FSRQ": "2021-08-13", "DWJZ": "0.6012", "LJJZ": "2.2110", "JZZZL": "", "SGZT": "", "SHZT": ""}
    data = {"LSJZList": [known | row], "SYType": "每万份收益"}
    return json.dumps({"Data": data, "TotalCount": 1}, ensure_ascii=False).encode()


def test_a_money_funds_yield_is_never_taken_for_a_value() -> None:
    found = parse_nav(history(), "000198")
    assert found is not None
    assert (found.nav, found.accumulated) == (None, None)
    assert (found.per_ten_thousand, found.seven_day) == (Decimal("0.6012"), Decimal("2.2110"))
    columns = ["净值日期", "单位净值", "累计净值", "日增长率", "申购状态", "赎回状态"]
    rows = [[date(2021, 8, 13), 0.6012, 2.211, float("nan"), "", ""]]
    assert read_nav(pandas.DataFrame(rows, columns=columns), "000198") is None


def test_no_data_is_a_changed_answer() -> None:
    with pytest.raises(SourceChanged):
        parse_nav(b'{"Data": null, "TotalCount": 0}', "161725")
    with pytest.raises(SourceChanged):
        parse_nav(b'{"Data": "", "ErrCode": -999}', "161725")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"nav": Decimal(0)}, "nav"),
        ({"nav": Decimal(-1)}, "nav"),
        ({"nav": None}, "nav"),
        ({"change_percent": Decimal("80")}, "change"),
        ({"day": date(2021, 8, 16)}, "day"),
        ({"seven_day": Decimal("221")}, "seven_day"),
    ],
)
def test_a_value_that_cannot_be_is_never_shown(changes: dict[str, Any], fault: str) -> None:
    known = FundNav("161725", date(2021, 8, 13), Decimal("1.2914"))
    assert vet(known, SUNDAY(), "x") == known
    with pytest.raises(SourceChanged, match=fault):
        vet(replace(known, **changes), SUNDAY(), "x")


def test_who_a_fund_is_must_be_of_that_fund() -> None:
    frame = pandas.DataFrame(
        {
            "item": ["基金代码", "基金名称", "基金全称", "成立时间", "基金公司", "基金经理", "基金类型"],
            "value": ["000002", "华夏成长混合", "", "", "", "", ""],
        }
    )
    with pytest.raises(SourceChanged, match="基金代码"):
        read_profile(frame, "000001")


def test_sources_know_codes_of_six_digits_only() -> None:
    lines = Lines.open(SUNDAY)
    keyed = [source for source in fund_sources(lines, SUNDAY) if source.kind.name != "fund_names"]
    assert all(source.covers("161725") and not source.covers("SZ161725") for source in keyed)


async def test_the_samples_have_their_own_days() -> None:
    nav, profile, names = demo_funds()
    found = await nav.fetch("161725")
    assert found is not None
    assert (found.demo, found.as_of) == (True, moment("2021-08-13 00:00:00"))
    assert await nav.fetch("110011") is None
    called, listed = await profile.fetch("005827"), await names.fetch(None)
    assert called is not None
    assert listed is not None
    assert called.value.name == "易方达蓝筹精选混合"
    assert len(listed.value) == 6
