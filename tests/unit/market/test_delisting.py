"""Standing of a listing, and the daily values that delisting lines want: one a day traded to its end."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.bars import Bar
from market.delisting import (
    Delisted,
    Standing,
    closed,
    closes,
    market_values,
    newest_name,
    standing,
    unlimited,
    volumes,
    warning_in,
)
from market.session import Session
from market.sources.calendar import load_trading_days
from market.sources.demo_bars import load_bars
from market.sources.row import Row
from market.sources.samples import FOLDER
from market.vetting import quote_of
from tests.unit.market.given import moment, security

PUFA = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
"""浦发银行, real days up to 2025-08-05 (data/demo/README.md)."""


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("贵州茅台", ""),
        ("ST宁科", "ST"),
        ("*ST左江", "*ST"),
        ("XD*ST左江", "*ST"),
        ("S*ST前锋", "*ST"),
        ("SST前锋", "ST"),
        ("元道退", "delisting_period"),
        ("退市锦港", "delisting_period"),
        ("齐鲁退市", "delisting_period"),
        ("神城A退", "delisting_period"),
        ("STAR股份", ""),
        ("五 粮 液", ""),
        ("N精工", ""),
    ],
)
def test_a_name_tells_its_warning(name: str, warning: str) -> None:
    assert warning_in(name) == warning


@pytest.mark.parametrize(
    ("feed_name", "gone", "expected"),
    [
        (None, None, "ST"),
        ("*ST宁科", None, "*ST"),
        ("宁科生物", None, "normal"),
        ("退市宁科", None, "delisting_period"),
        ("*ST宁科", Delisted("SH600165", "ST宁科"), "delisted"),
    ],
)
def test_the_feeds_name_is_newer_than_ours_and_an_exchanges_list_is_last(
    feed_name: str | None, gone: Delisted | None, expected: Standing
) -> None:
    ours = replace(security("SH600165"), name="ST宁科", warning="ST")
    assert standing(ours, feed_name, gone) == expected


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "*ST宁科"),
        ({"as_of": moment("2026-10-22 09:15")}, "*ST宁科"),
        ({"as_of": moment("2026-10-21 15:00")}, None),
        ({"stale": True}, None),
        ({"demo": True}, None),
        ({"feed_name": None}, None),
    ],
)
def test_only_a_quote_of_now_and_newer_than_our_names_tells_a_name(
    changes: dict[str, Any], name: str | None
) -> None:
    ours = replace(security("SH600165"), as_of="2026-10-22")
    row = Row(ours.ref, "*ST宁科", moment("2026-11-26 15:00"), None, None)
    now = Session(load_trading_days()), moment("2026-11-26 15:30")
    assert newest_name(ours, replace(quote_of(row, ours, "腾讯行情", *now), **changes)) == name
    assert newest_name(ours, None) is None


def test_what_the_lexicon_knows_to_be_delisted_is() -> None:
    assert standing(replace(security("SH600001"), status="delisted"), None, None) == "delisted"


def test_the_day_that_still_moves_and_days_without_a_trade_do_not_count() -> None:
    moving = PUFA[-1].day
    zombie = replace(PUFA[-2], day=PUFA[-2].day - timedelta(days=1000), volume=0)
    assert closed([zombie, *PUFA[-3:]], moving) == PUFA[-3:-1]
    assert closed(PUFA[-3:], None) == PUFA[-3:]


def test_values_of_lines_are_one_a_day() -> None:
    last = PUFA[-1]
    assert closes(PUFA)[-1] == (last.day, last.close)
    total = 29_352_168_006
    assert market_values(PUFA, total)[-1] == (last.day, last.close * total)
    assert market_values(PUFA, None) == ()
    assert volumes(PUFA)[-1] == (last.day, Decimal(last.volume or 0))
    assert volumes([*PUFA, replace(last, volume=None)]) == ()


def bar(previous: str, high: str, low: str) -> Bar:
    return Bar(
        date(2025, 8, 5), Decimal(low), Decimal(high), Decimal(low), Decimal(low), 1, None, Decimal(previous)
    )


def test_a_day_beyond_its_band_had_no_limit() -> None:
    assert unlimited(bar("10", "11.02", "10"), Decimal(10))
    assert unlimited(bar("10", "10", "8.98"), Decimal(10))
    assert not unlimited(bar("10", "11.01", "8.99"), Decimal(10))
    assert not unlimited(bar("10", "20", "1"), None)


@given(st.integers(0, 40), st.integers(0, 40), st.decimals("0.01", "0.99", places=2))
def test_nothing_is_lost_or_added_between_bars_and_values(below: int, above: int, price: Decimal) -> None:
    first = date(2025, 1, 1)
    prices = [Decimal(2)] * above + [price] * below
    bars = tuple(Bar(first + timedelta(days=at), p, p, p, p, 100) for at, p in enumerate(prices))
    assert [value for _, value in closes(closed(bars, None))] == prices
