"""Pictures of real bars: whole, small, in the colours that Chinese investors read, the same every time."""

import io
import struct
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from charts.candles import directions, plan_of, render_candles
from charts.day import place_of, price_range, render_day
from charts.palette import FALL, LINES, RISE, STILL
from market.bars import Bar, Minute, monthly, weekly
from market.session import SHANGHAI
from tests.unit.charts.given import BARS, MINUTES, Picture, candles, day

KILOBYTES = 1024


@pytest.mark.parametrize("shown", [20, 62, 122, 245])
def test_a_picture_has_its_size_and_is_light_enough_for_a_phone(shown: int) -> None:
    png = render_candles(candles(shown=shown))
    assert Picture(png).image.size == (1080, 1350)
    assert len(png) < 150 * KILOBYTES


def test_the_line_of_a_day_has_its_size_too() -> None:
    png = render_day(day())
    assert Picture(png).image.size == (1080, 1350)
    assert len(png) < 150 * KILOBYTES


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render_candles(candles()) == render_candles(candles())
    assert render_day(day()) == render_day(day())


def test_a_picture_tells_nothing_of_how_it_was_made() -> None:
    png = render_candles(candles())
    kinds, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kinds.append(png[at + 4 : at + 8])
        at += 12 + length
    assert set(kinds) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert not Image.open(io.BytesIO(png)).info


def test_every_part_shows_something_in_rising_red_and_falling_green() -> None:
    picture = Picture(render_candles(candles()))
    prices, volume, macd = (252, 770), (830, 992), (1058, 1212)
    for part in (prices, volume, macd):
        assert picture.count(RISE, *part) > 200
        assert picture.count(FALL, *part) > 200
    for line in LINES:
        assert picture.count(line, *prices) > 100
    assert not picture.is_blank(1226, 1270)
    assert not picture.is_blank(1290, 1345)


def test_a_rising_day_is_hollow_and_a_falling_one_filled() -> None:
    up, down = replace(BARS[-1], open=Decimal(13), close=Decimal("13.7")), BARS[-1]
    down = replace(down, open=Decimal("13.7"), close=Decimal("13.2"))
    hollow = Picture(render_candles(candles([up], 1))).count(RISE, 252, 990)
    filled = Picture(render_candles(candles([down], 1))).count(FALL, 252, 990)
    assert filled > 3 * hollow > 0


def test_the_price_wears_the_colour_of_its_direction() -> None:
    for direction, shade in ((1, RISE), (-1, FALL), (0, STILL)):
        chart = candles()
        chart = replace(chart, heading=replace(chart.heading, direction=direction))
        assert Picture(render_candles(chart)).count(shade, 100, 180) > 500


def test_a_level_day_takes_its_colour_from_the_close_before() -> None:
    level = replace(BARS[-1], open=Decimal(13), close=Decimal(13), previous_close=Decimal(12))
    assert directions([level, replace(level, previous_close=Decimal(14))]) == [1, -1]
    assert directions([replace(level, previous_close=None)]) == [0]


def test_parts_without_data_leave_their_room_to_the_candles() -> None:
    whole = plan_of(candles())
    silent = plan_of(candles([replace(bar, volume=None) for bar in BARS]))
    young = plan_of(candles(BARS[-3:]))
    assert whole.volume
    assert whole.macd
    assert silent.volume is None
    assert silent.prices.bottom > whole.prices.bottom
    assert young.macd is None
    assert young.prices.bottom > whole.prices.bottom


def test_a_share_of_three_days_has_a_picture() -> None:
    picture = Picture(render_candles(candles(BARS[-3:])))
    assert picture.count(RISE, 252, 990) > 100


def test_weeks_and_months_are_drawn_as_days_are() -> None:
    for bars in (weekly(BARS), monthly(BARS)):
        assert Picture(render_candles(candles(bars, len(bars)))).count(RISE) > 1000


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(ValueError, match="no bars"):
        render_candles(candles([]))
    with pytest.raises(ValueError, match="no minutes"):
        render_day(day([]))


def test_the_close_before_is_the_middle_of_the_day() -> None:
    low, high = price_range(day())
    assert (low + high) / 2 == pytest.approx(3414.62)
    assert low < min(float(minute.price) for minute in MINUTES)


def test_a_quiet_day_is_not_blown_up() -> None:
    still = [replace(minute, price=Decimal("13.75")) for minute in MINUTES]
    low, high = price_range(day(still, "13.75"))
    assert high - low > 13.75 * 0.01


def test_without_the_close_before_there_is_no_percent() -> None:
    with_percent, without = Picture(render_day(day())), Picture(render_day(day(previous_close=None)))
    right = (940, 1080)
    ink = [
        sum(
            1
            for pixel in each.image.convert("L").crop((right[0], 240, right[1], 900)).tobytes()
            if pixel < 200
        )
        for each in (with_percent, without)
    ]
    assert ink[0] > 500
    assert ink[1] == 0


def test_half_a_day_leaves_the_afternoon_empty() -> None:
    half = Picture(render_day(day(MINUTES[:120])))
    whole = Picture(render_day(day()))
    assert half.count(LINES[1], 252, 890) < whole.count(LINES[1], 252, 890)


@pytest.mark.parametrize(
    ("clock", "place"),
    [
        ("09:30", 0),
        ("09:31", 1),
        ("11:30", 120),
        ("13:00", 120),
        ("13:01", 121),
        ("15:00", 240),
        ("09:15", 0),
    ],
)
def test_the_pause_at_noon_takes_no_room(clock: str, place: int) -> None:
    assert place_of(datetime.strptime(clock, "%H:%M").replace(tzinfo=SHANGHAI).time()) == place


prices = st.decimals("0.01", "99999", places=2)
volumes = st.none() | st.integers(0, 10**12)


@st.composite
def odd_bars(draw: st.DrawFn) -> list[Bar]:
    bars: list[Bar] = []
    today = date(2020, 1, 1)
    for _ in range(draw(st.integers(1, 40))):
        today += timedelta(days=draw(st.integers(1, 400)))
        four = sorted(draw(st.lists(prices, min_size=4, max_size=4)))
        middle = draw(st.permutations(four[1:3]))
        bars.append(
            Bar(today, middle[0], four[3], four[0], middle[1], draw(volumes), None, draw(st.none() | prices))
        )
    return bars


@settings(max_examples=25, deadline=None)
@given(odd_bars(), st.integers(1, 60), st.text("中国平安ETF $_^{}%\\", max_size=20))
def test_no_series_however_odd_breaks_a_picture(bars: list[Bar], shown: int, name: str) -> None:
    picture = Picture(render_candles(candles(bars, shown, name=name)))
    assert not picture.is_blank(252, 1210)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(prices, st.none() | prices, volumes), min_size=1, max_size=30), st.none() | prices)
def test_no_day_however_odd_breaks_a_picture(
    told: list[tuple[Decimal, Decimal | None, int | None]], before: Decimal | None
) -> None:
    minutes = [
        Minute(MINUTES[place].at, price, average, volume)
        for place, (price, average, volume) in enumerate(told)
    ]
    picture = Picture(render_day(day(minutes, None if before is None else str(before))))
    assert not picture.is_blank(252, 900)
