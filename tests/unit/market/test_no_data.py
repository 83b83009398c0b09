"""A security of which a house has nothing is no fault of the house: it goes on being asked."""

from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

import pytest

from market.announcements import SubjectKey
from market.bars import BarsKey
from market.fact import Gap
from market.facts import Facts, FactSource
from market.securities import Security
from market.session import Session
from market.sources.eastmoney_funds import AkshareFundFees
from market.sources.fact_roster import live_sources
from market.sources.lines import Lines
from tests.fakes.upstreams import Upstreams
from tests.unit.market.every_source import lines_of
from tests.unit.market.given import Clock, security

NOW = Clock("2025-08-05 20:00:00")
SHARES = [security(f"SZ00099{digit}") for digit in range(5)]
FUNDS = [security(f"SZ15999{digit}", "etf") for digit in range(5)]
INDICES = [security(f"SH00099{digit}", "index") for digit in range(5)]
ASKED_BY_DAY = {"suspensions", "industry_multiples", "margins", "warnings"}
ASKED_AS_A_WHOLE = {
    "market_news",
    "delisted",
    "sectors",
    "fund_names",
    "ipo_calendar",
    "ipo_second_opinion",
    "ipo_pipeline",
    "ipo_reviews",
    "bond_calendar",
}
LOOKS_LIKE_A_REFUSAL = {("同花顺", "profile"), ("百度股市通", "valuation"), ("天天基金", "fund_fees")}
"""Each share has a page of its business, each fund one of its fees; Baidu tires of whoever asks much."""

Source = FactSource[Any, Any]


@pytest.fixture
async def lines(upstreams: Upstreams) -> AsyncIterator[Lines]:
    lines = lines_of(4.0)
    lines.akshare.load().result()
    yield lines
    await lines.aclose()


def key_of(kind: str, security: Security) -> Any:
    """How a source of that kind is asked about a security."""
    if kind == "daily_bars":
        return BarsKey(security)
    if kind == "announcements_on":
        return SubjectKey(security, "annual")
    return security.code if kind.startswith(("fund_", "news_")) else security


def asked_by_security(lines: Lines, session: Session) -> list[Source]:
    sources = live_sources(lines, session, NOW)
    return [each for each in sources if each.kind.name not in ASKED_BY_DAY | ASKED_AS_A_WHOLE]


async def told(source: Source, keys: list[Any], lines: Lines) -> list[Any]:
    facts = Facts([source], lines.houses, monotonic)
    try:
        return [await facts.get(source.kind, key) for key in keys]
    finally:
        await facts.aclose()


@pytest.mark.parametrize("securities", [SHARES, FUNDS, INDICES], ids=["shares", "funds", "indices"])
async def test_five_securities_without_data_in_a_row_leave_every_house_trusted(
    securities: list[Security], lines: Lines, session: Session
) -> None:
    wrong = []
    for source in asked_by_security(lines, session):
        which = (source.name, source.kind.name)
        keys = [key_of(source.kind.name, each) for each in securities]
        if which in LOOKS_LIKE_A_REFUSAL or not source.covers(keys[0]):
            continue
        answers = await told(source, keys, lines)
        house = lines.houses.of(source.name, source.host)
        if answers != [Gap("no_data")] * 5 or house.breaker.is_open or house.failures:
            wrong.append((which, answers))
    assert wrong == []


async def test_every_source_is_asked_about_securities_or_about_something_else(
    lines: Lines, session: Session
) -> None:
    kinds = {source.kind.name for source in live_sources(lines, session, NOW)}
    assert kinds >= ASKED_BY_DAY | ASKED_AS_A_WHOLE
    covering = {
        (source.name, source.kind.name)
        for source in asked_by_security(lines, session)
        for each in (SHARES[0], FUNDS[0], INDICES[0])
        if source.covers(key_of(source.kind.name, each))
    }
    assert covering == {(source.name, source.kind.name) for source in asked_by_security(lines, session)}


async def test_a_page_that_looks_like_a_refusal_is_counted_as_one(lines: Lines, session: Session) -> None:
    for source in asked_by_security(lines, session):
        if (source.name, source.kind.name) in LOOKS_LIKE_A_REFUSAL:
            assert await told(source, [key_of(source.kind.name, SHARES[0])], lines) == [Gap("source_down")]


async def test_funds_that_are_bought_on_an_exchange_have_no_fees_and_are_no_refusal(lines: Lines) -> None:
    fees = AkshareFundFees(lines.akshare, NOW, gap=0)
    assert await told(fees, [each.code for each in FUNDS], lines) == [Gap("no_data")] * 5
    assert lines.houses.of(fees.name, fees.host).failures == {}
