"""The sources of suspensions, pledges, unlocks and ended listings, unmodified akshare included."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from market.errors import SourceBanned, SourceChanged, SourceFailed, SourceUnavailable
from market.facts import FactSource
from market.sources import (
    eastmoney_pledges,
    eastmoney_suspensions,
    eastmoney_unlocks,
    exchange_delisted,
    sina_unlocks,
)
from market.sources.akshare_calls import AkshareCalls
from market.sources.baidu_suspensions import BaiduSuspensions
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import FAILURES, patience
from tests.unit.market.given import Clock, security

FRIDAY = date(2024, 4, 26)
NOW = Clock("2024-04-26 20:00:00")
PUFA, HUIJIN, MOUTAI = security("SH600000"), security("SH603132"), security("SH600519")
SANWEI = security("SH688489")

Made = Callable[[AkshareCalls], Any]
SOURCES: dict[str, tuple[Made, Any]] = {
    "suspensions": (lambda calls: eastmoney_suspensions.suspensions(calls, NOW), FRIDAY),
    "baidu": (lambda calls: BaiduSuspensions(calls, NOW), FRIDAY),
    "pledges": (lambda calls: eastmoney_pledges.pledges(calls, NOW), HUIJIN),
    "unlocks": (lambda calls: eastmoney_unlocks.unlocks(calls, NOW), PUFA),
    "sina": (lambda calls: sina_unlocks.unlocks(calls, NOW), PUFA),
    "sse": (lambda calls: exchange_delisted.SSE.source(calls, NOW), "SH"),
    "szse": (lambda calls: exchange_delisted.SZSE.source(calls, NOW), "SZ"),
}


@asynccontextmanager
async def opened(name: str, seconds: float = 5.0) -> AsyncIterator[tuple[FactSource[Any, Any], Any]]:
    calls = AkshareCalls(seconds)
    calls.load().result()
    make, key = SOURCES[name]
    try:
        yield make(calls), key
    finally:
        calls.close()


async def fetched(name: str, key: Any = None) -> Any:
    async with opened(name) as (source, usual):
        return await source.fetch(usual if key is None else key)


@pytest.mark.parametrize("name", ["suspensions", "baidu"])
async def test_the_days_suspensions_come_with_day_reason_and_resumption(
    name: str, upstreams: Upstreams
) -> None:
    fact = await fetched(name)
    by_ref = {each.ref: each for each in fact.value}
    assert len(by_ref) == 37
    jiujiu = by_ref["SZ000559"]
    assert (jiujiu.name, jiujiu.since, jiujiu.resumes) == ("万向钱潮", date(2024, 4, 17), date(2024, 5, 6))
    assert jiujiu.reason == "拟筹划重大资产重组"
    assert by_ref["SZ300799"].resumes is None
    assert (fact.source, fact.as_of, fact.demo) == (
        {"suspensions": "东方财富", "baidu": "百度股市通"}[name],
        NOW(),
        False,
    )


async def test_a_day_without_suspensions_is_nothing_and_no_fault(upstreams: Upstreams) -> None:
    assert await fetched("suspensions", date(2024, 4, 27)) is None
    assert await fetched("pledges", MOUTAI) is None
    assert await fetched("unlocks", MOUTAI) is None


async def test_pledges_say_which_are_still_open(upstreams: Upstreams) -> None:
    fact = await fetched("pledges")
    assert len(fact.value) == 22  # of 24 rows two pairs are alike where the shares are not known
    newest = fact.value[1]
    assert (newest.holder, newest.began, newest.open) == (
        "中铭国际控股集团有限公司",
        date(2026, 3, 26),
        True,
    )
    assert newest.shares is None


async def test_unlocks_of_both_houses_are_in_shares_and_yuan(upstreams: Upstreams) -> None:
    eastmoney, sina = await fetched("unlocks"), await fetched("sina")
    for fact in (eastmoney, sina):
        newest = fact.value[0]
        assert (newest.day, newest.shares, newest.value) == (
            date(2020, 9, 4),
            1_248_316_500,
            Decimal(12_707_860_000),
        )
        assert len(fact.value) == 8
    assert sina.value[0].announced == date(2017, 9, 6)


async def test_a_ratio_of_the_source_is_a_fraction_and_becomes_percent(upstreams: Upstreams) -> None:
    (sanwei,) = (await fetched("unlocks", SANWEI)).value
    (gelier,) = (await fetched("unlocks", security("BJ920641"))).value
    assert (sanwei.percent_of_float, gelier.percent_of_float) == (Decimal(100), Decimal("42.2407"))


async def test_the_exchanges_own_lists_say_when_a_listing_ended(upstreams: Upstreams) -> None:
    shanghai, shenzhen = await fetched("sse"), await fetched("szse")
    assert shanghai.value["SH600001"].ended == date(2009, 12, 29)
    assert shanghai.value["SH600001"].name == "邯郸钢铁"
    assert shenzhen.value["SZ000003"].ended == date(2002, 6, 14)
    assert (shanghai.source, shenzhen.source) == ("上交所", "深交所")


async def test_each_list_is_asked_only_for_its_own_exchange() -> None:
    async with opened("sse") as (sse, _), opened("szse") as (szse, _):
        assert [exchange for exchange in ("SH", "SZ", "BJ") if sse.covers(exchange)] == ["SH"]
        assert [exchange for exchange in ("SH", "SZ", "BJ") if szse.covers(exchange)] == ["SZ"]


async def test_funds_and_indices_have_neither_pledges_nor_unlocks() -> None:
    for name in ("pledges", "unlocks", "sina"):
        async with opened(name) as (source, key):
            assert source.covers(key)
            assert not source.covers(security("SH510300", "etf"))
            assert not source.covers(security("SH000001", "index"))


TOLD: dict[Mode, type[SourceFailed]] = FAILURES | {
    "ban": SourceFailed,
    "empty": SourceFailed,
    "truncated": SourceFailed,
}


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "baidu"])
@pytest.mark.parametrize(("mode", "error"), TOLD.items())
async def test_no_way_to_fail_becomes_an_answer(
    name: str, mode: Mode, error: type[SourceFailed], upstreams: Upstreams
) -> None:
    async with opened(name, seconds=patience(mode)) as (source, key):
        upstreams.switch(source.host, mode)
        with pytest.raises(error):
            await source.fetch(key)


@pytest.mark.parametrize("mode", ["ban", "empty", "missing_column", "truncated", "reset", "5xx"])
async def test_baidus_failures_are_told_apart_from_an_empty_list(mode: Mode, upstreams: Upstreams) -> None:
    async with opened("baidu") as (source, key):
        upstreams.switch(source.host, mode)
        with pytest.raises(SourceFailed):
            await source.fetch(key)


async def test_without_baidus_cookies_it_is_away_and_not_changed(upstreams: Upstreams) -> None:
    async with opened("baidu") as (source, key):
        upstreams.switch("finance.baidu.com", "reset")
        with pytest.raises(SourceUnavailable):
            await source.fetch(key)


@pytest.mark.parametrize("name", ["suspensions", "pledges", "unlocks", "sina"])
async def test_a_column_more_moves_all_others_and_is_refused(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as (source, key):
        upstreams.switch(source.host, "extra_column")
        with pytest.raises(SourceChanged):
            await source.fetch(key)


@pytest.mark.parametrize("name", ["unlocks", "sina"])
async def test_another_unit_is_refused(name: str, upstreams: Upstreams) -> None:
    async with opened(name) as (source, key):
        upstreams.switch(source.host, "units")
        with pytest.raises(SourceChanged, match="解禁"):
            await source.fetch(key)


async def test_a_ban_is_told_from_a_changed_answer(upstreams: Upstreams) -> None:
    async with opened("suspensions") as (source, key):
        upstreams.switch(source.host, "ban")
        with pytest.raises(SourceBanned):
            await source.fetch(key)
