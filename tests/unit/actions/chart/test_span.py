"""Which stretch a question means, and what lies within it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.chart.span import Span
from actions.chart.words import ChartWords
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER

BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("看下宁德时代的日K", "3m"),
        ("发张茅台最近三个月的走势图", "3m"),
        ("分时图来一张", "minute"),
        ("今天走势图", "minute"),
        ("茅台周K线", "week"),
        ("换成月线", "month"),
        ("最近半年走势", "6m"),
        ("近一年走势图", "1y"),
        ("比亚迪近一年K线", "1y"),
        ("三年K线图", "3y"),
        ("贵州茅台最近三个月K线", "3m"),
        ("今年以来走势图", "ytd"),
        ("近20天", "20d"),
        ("近二十日的走势", "20d"),
        ("最近十二个月", "12m"),
        ("近一周走势图", "1w"),
        ("近三个月周K", "week-3m"),
        ("上市以来的走势图", "max"),
        ("年线图", "month"),
        ("000001周线", "week"),
        ("600519日K", "3m"),
        ("weekly chart 茅台", "week"),
    ],
)
def test_a_question_says_which_stretch_it_means(text: str, code: str) -> None:
    span = Span.read(text)
    assert span is not None
    assert span.code == code


@pytest.mark.parametrize(
    "text", ["茅台走势图", "带均线的K线图", "5日均线", "2025年", "半年报", "最近走势怎么样"]
)
def test_a_question_may_leave_it_open(text: str) -> None:
    assert Span.read(text) is None


@pytest.mark.parametrize("code", ["minute", "3m", "week", "month", "1y", "ytd", "week-3m", "20d", "month-1y"])
def test_a_button_brings_its_span_back(code: str) -> None:
    span = Span.of(code)
    assert span is not None
    assert span.code == code


@pytest.mark.parametrize("code", ["", "3x", "year", "week-", "-3m", "minute!", "3m 6m"])
def test_a_code_that_no_button_has_is_none(code: str) -> None:
    assert Span.of(code) is None or Span.of(code) == Span.of("week")


def test_every_button_of_the_table_is_a_span() -> None:
    for code in ChartWords.load().buttons:
        assert Span.of(code) is not None, code


@pytest.mark.parametrize(
    ("reach", "first"),
    [
        ("3m", date(2025, 5, 6)),
        ("20d", date(2025, 7, 9)),
        ("1w", date(2025, 7, 30)),
        ("ytd", date(2025, 1, 2)),
        ("1y", date(2024, 8, 6)),
        ("max", BARS[0].day),
        ("99y", BARS[0].day),
        ("0d", date(2025, 8, 5)),
    ],
)
def test_a_stretch_is_counted_back_from_the_last_bar(reach: str, first: date) -> None:
    shown = Span("day", reach).cut(BARS)
    assert (shown[0].day, shown[-1].day) == (first, date(2025, 8, 5))


def test_a_month_ago_may_be_the_end_of_a_shorter_month() -> None:
    (only,) = Span("day", "1m").cut([replace(BARS[-1], day=date(2025, 3, 31))])
    assert only.day == date(2025, 3, 31)
    kept = Span("day", "1m").cut(
        [replace(BARS[0], day=date(2025, 2, 28)), replace(BARS[1], day=date(2025, 3, 31))]
    )
    assert [bar.day for bar in kept] == [date(2025, 3, 31)]


@given(st.integers(1, len(BARS)), st.sampled_from("dwmy"), st.integers(0, 9999))
def test_no_stretch_is_empty(count: int, measure: str, number: int) -> None:
    assert Span("day", f"{number}{measure}").cut(BARS[:count])


@given(st.text("近一二两三十半年月周日天K线分时0123456789个今图", max_size=12))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    span = Span.read(text)
    assert span is None or Span.of(span.code) == span


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("5分钟K线", "分钟K线"),
        ("60分钟线", "分钟K线"),
        ("季K线", "季K线和年K线"),
        ("看后复权K线", "后复权"),
        ("近三个月换手率", "一段时间的换手率"),
        ("三年K线图", ""),
    ],
)
def test_what_is_not_drawn_is_named(text: str, name: str) -> None:
    assert ChartWords.load().not_drawn(text) == name
