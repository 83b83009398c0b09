"""Weeks and months out of days, and the dated samples."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.bars import DAILY_BARS, MINUTES, Bar, BarsKey, monthly, since, weekly
from market.fact import Fact, Gap
from market.market import Market
from market.session import Session
from market.sources.demo_bars import load_bars, load_minutes
from market.sources.samples import FOLDER
from tests.unit.market.given import moment, security

PUFA, SHANGHAI = security("SH600000"), security("SH000001", "index")
BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")


def test_a_week_opens_with_its_first_day_and_closes_with_its_last() -> None:
    days = since(BARS, date(2025, 7, 28))[:5]
    (week,) = weekly(days)
    assert (week.open, week.close) == (days[0].open, days[-1].close)
    assert (week.high, week.low) == (max(d.high for d in days), min(d.low for d in days))
    assert week.day == date(2025, 8, 1)
    assert week.volume == sum(d.volume or 0 for d in days)
    assert week.previous_close == days[0].previous_close


def test_weeks_and_months_follow_the_calendar_across_a_holiday() -> None:
    index = load_bars(FOLDER / "daily_bars" / "SH000001.csv")
    around = [bar for bar in index if date(2020, 1, 20) <= bar.day <= date(2020, 2, 7)]
    assert [bar.day for bar in weekly(around)] == [date(2020, 1, 23), date(2020, 2, 7)]
    assert [bar.day for bar in monthly(around)] == [date(2020, 1, 23), date(2020, 2, 7)]


def test_a_sum_of_which_a_part_is_unknown_is_unknown() -> None:
    days = since(BARS, date(2025, 7, 28))[:5]
    (week,) = weekly([*days[:2], replace(days[2], volume=None), *days[3:]])
    assert week.volume is None
    assert week.amount == sum((d.amount or Decimal(0) for d in days), Decimal(0))


@given(st.lists(st.integers(0, 900), min_size=1, max_size=80, unique=True))
def test_resampling_keeps_every_extreme_and_every_share(offsets: list[int]) -> None:
    days = [
        replace(BARS[number % len(BARS)], day=date(2023, 1, 2) + timedelta(days=offset))
        for number, offset in enumerate(sorted(offsets))
    ]
    for joined in (weekly(days), monthly(days)):
        assert max(bar.high for bar in joined) == max(bar.high for bar in days)
        assert min(bar.low for bar in joined) == min(bar.low for bar in days)
        assert sum(bar.volume or 0 for bar in joined) == sum(bar.volume or 0 for bar in days)
        assert (joined[0].open, joined[-1].close) == (days[0].open, days[-1].close)
        assert [bar.day for bar in joined] == sorted({bar.day for bar in joined})


def test_a_change_needs_a_close_before() -> None:
    opened, high, low, close = map(Decimal, ("13.15", "13.78", "13.14", "13.75"))
    bar = Bar(date(2025, 8, 5), opened, high, low, close)
    assert (bar.change, bar.change_percent) == (None, None)
    known = replace(bar, previous_close=Decimal("13.13"))
    assert (known.change, known.change_percent) == (Decimal("0.62"), Decimal("4.72"))


async def test_the_demonstration_has_dated_bars_and_says_so() -> None:
    async with Market.open("demo") as market:
        found = await market.facts.get(DAILY_BARS, BarsKey(PUFA))
        minutes = await market.facts.get(MINUTES, SHANGHAI)
        adjusted = await market.facts.get(DAILY_BARS, BarsKey(PUFA, adjusted=True))
    assert isinstance(found, Fact)
    assert (found.as_of, found.demo) == (moment("2025-08-05 15:00:00"), True)
    assert isinstance(minutes, Fact)
    assert minutes.as_of == moment("2020-07-15 15:00:00")
    assert adjusted == Gap("no_data")


@pytest.mark.parametrize("file", sorted((FOLDER / "daily_bars").glob("*.csv")), ids=lambda file: file.stem)
def test_every_sample_is_in_order_in_its_units_and_of_a_trading_day(file: object, session: Session) -> None:
    bars = load_bars(FOLDER / "daily_bars" / str(getattr(file, "name", "")))
    assert len(bars) > 100
    for bar in bars:
        assert bar.day in session.days
        assert bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high
        if bar.amount and bar.volume:
            assert bar.low * Decimal("0.99") <= bar.amount / bar.volume <= bar.high * Decimal("1.01")


def test_the_minutes_of_the_sample_add_up_to_their_day() -> None:
    minutes = load_minutes(FOLDER / "minutes" / "SH000001.csv")
    (day,) = (
        bar for bar in load_bars(FOLDER / "daily_bars" / "SH000001.csv") if bar.day == date(2020, 7, 15)
    )
    assert minutes[-1].price == day.close
    assert sum(minute.volume or 0 for minute in minutes) == pytest.approx(day.volume, rel=1e-6)
    assert all(day.low <= minute.price <= day.high for minute in minutes)
