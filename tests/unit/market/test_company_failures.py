"""How every source about companies fails: each way told apart, no other figure taken for the true one."""

from decimal import Decimal

import pytest

from market.errors import SourceBanned, SourceChanged, SourceFailed, SourceTimeout
from market.sources.company_roster import company_sources
from market.sources.lines import Lines
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.company_houses import (
    ALL,
    BANK,
    NOW,
    PAGES,
    RETRIED,
    Which,
    key_of,
    opened,
    told_by,
)
from tests.unit.market.failures import FAILURES
from tests.unit.market.given import security

CASES = [
    (which, mode, error)
    for which in ALL
    for mode, error in FAILURES.items()
    if which != RETRIED or mode in {"hang", "reset", "missing_column"}
]


@pytest.mark.parametrize(("which", "mode", "error"), CASES)
async def test_each_way_to_fail_is_told_apart(
    which: Which, mode: Mode, error: type[SourceFailed], upstreams: Upstreams
) -> None:
    if which in PAGES and error is SourceBanned:
        error = SourceChanged
    if which == RETRIED and mode != "missing_column":
        error = SourceTimeout
    patience = 1.5 if mode == "hang" else 0.6  # the question must have got there; a retry must not
    async with opened(which, seconds=patience) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(error):
            await source.fetch(key_of(source))
    assert upstreams.counts[source.host] == 1


@pytest.mark.parametrize(
    "which",
    [
        ("巨潮资讯", "profile"),
        ("腾讯行情", "shares"),
        ("百度股市通", "valuation"),
        ("巨潮资讯", "industry_multiples"),
        ("新浪财经", "reports"),
        ("新浪财经", "dividends"),
        ("巨潮资讯", "disclosures"),
    ],
    ids="-".join,
)
async def test_a_column_put_in_before_those_known_by_their_place_is_noticed(
    which: Which, upstreams: Upstreams
) -> None:
    async with opened(which) as source:
        upstreams.switch(source.host, "extra_column")
        with pytest.raises(SourceChanged):
            await source.fetch(key_of(source))


@pytest.mark.parametrize(
    "which", [("东方财富", "valuation"), ("同花顺", "reports"), ("东方财富", "reports")], ids="-".join
)
async def test_a_column_put_in_beside_those_known_by_their_name_changes_nothing(
    which: Which, upstreams: Upstreams
) -> None:
    before = await told_by(which)
    async with opened(which) as source:
        upstreams.switch(source.host, "extra_column")
        fact = await source.fetch(BANK)
    assert fact is not None
    assert fact.value == before


@pytest.mark.parametrize(
    "which",
    [
        ("东方财富", "shares"),
        ("腾讯行情", "shares"),
        ("腾讯行情", "valuation"),
        ("巨潮资讯", "industry_multiples"),
        ("同花顺", "reports"),
        ("新浪财经", "reports"),
        ("东方财富", "reports"),
        ("同花顺", "balances"),
        ("巨潮资讯", "dividends"),
        ("新浪财经", "dividends"),
    ],
    ids="-".join,
)
async def test_another_unit_is_never_taken_for_the_same(which: Which, upstreams: Upstreams) -> None:
    async with opened(which) as source:
        upstreams.switch(source.host, "units")
        with pytest.raises(SourceChanged):
            await source.fetch(key_of(source))


async def test_a_market_value_in_another_unit_is_left_out(upstreams: Upstreams) -> None:
    upstreams.switch("datacenter-web.eastmoney.com", "units")
    valuation = await told_by(("东方财富", "valuation"))
    assert valuation.pe_ttm == Decimal("8.54")
    assert valuation.total_market_value is None
    assert valuation.float_market_value is None


@pytest.mark.parametrize(
    "which",
    [("巨潮资讯", "profile"), ("腾讯行情", "shares"), ("东方财富", "disclosures"), ("新浪财经", "dividends")],
    ids="-".join,
)
async def test_a_company_that_a_house_does_not_know_is_no_fact(which: Which, upstreams: Upstreams) -> None:
    async with opened(which) as source:
        assert await source.fetch(security("SZ000999")) is None


@pytest.mark.parametrize("ref", ["SH000001", "SH510300"])
async def test_indices_and_funds_are_no_companies(ref: str) -> None:
    lines = Lines.open(NOW)
    other = security(ref, "index" if ref == "SH000001" else "etf")
    covering = [each.name for each in company_sources(lines, NOW) if each.covers(other)]
    assert covering == ["巨潮资讯"]  # whose industries are asked for by day
    await lines.aclose()


async def test_houses_are_not_asked_for_codes_that_they_would_take_for_others() -> None:
    lines = Lines.open(NOW)
    beijing, b_share = security("BJ920001"), security("SH900901")
    covering = {(each.name, each.kind.name) for each in company_sources(lines, NOW) if each.covers(beijing)}
    assert not covering & {("新浪财经", "reports"), ("新浪财经", "balances")}
    covering = {(each.name, each.kind.name) for each in company_sources(lines, NOW) if each.covers(b_share)}
    assert ("东方财富", "shares") not in covering
    await lines.aclose()
