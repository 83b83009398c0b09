"""Closes, days and ways of reckoning that a message about price limits speaks of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.limits.reading import asks_formula, close_in, means_next_day


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("昨收八块六涨停价怎么算", "8.6"),
        ("收盘是12块3 次日封死跌停是多少钱", "12.3"),
        ("前收23.45 算算看涨停", "23.45"),
        ("10块的ST股 涨停板价位怎么个算法", "10"),
        ("昨收8.6涨停多少", "8.6"),
        ("昨天收盘25块明天涨停多少", "25"),
        ("收盘价6块7 明天跌停几块", "6.7"),
        ("300750昨收200涨停价", "200"),
        ("帮忙算算跌停价 收盘18.6", "18.6"),
        ("八块六毛五", "8.65"),
        ("八块零五", "8.05"),
        ("12块35", "12.35"),
        ("一百二十三块四", "123.4"),
        ("一千零五块", "1005"),
        ("两块", "2"),
        ("18.88元", "18.88"),
        ("昨收一百涨停", "100"),
        ("收盘价是二十三涨停多少", "23"),
    ],
)
def test_a_close_is_read_as_it_is_said(text: str, close: str) -> None:
    assert close_in(text) == Decimal(close)


@pytest.mark.parametrize(
    "text",
    [
        "600519明天涨停价多少",
        "为什么涨停是10.02%",
        "为什么涨停只有9.9%",
        "涨停10%还是20%",
        "明天跌停价是几块",
        "零块",
        "收盘三十二分",
        "昨收-3涨停价",
    ],
)
def test_codes_and_percents_are_no_closes(text: str) -> None:
    assert close_in(text) is None


@pytest.mark.parametrize(
    "text", ["明天涨停价", "茅台次日跌停", "下个交易日的跌停价", "下一交易日", "周一涨停价"]
)
def test_the_next_day_is_recognised(text: str) -> None:
    assert means_next_day(text)
    assert not means_next_day("茅台今日涨停价")


def test_the_way_of_reckoning_is_recognised() -> None:
    assert asks_formula("涨停价怎么算")
    assert asks_formula("涨停价四舍五入吗")
    assert not asks_formula("明天涨停价多少")


@pytest.mark.parametrize("text", ["昨收-3涨停价", "昨收是-3，跌停多少"])
def test_of_a_close_that_cannot_be_the_way_of_reckoning_is_told(text: str) -> None:
    assert asks_formula(text)


@given(st.text(alphabet="零〇一二两三四五六七八九十百千块元毛角0123456789.昨收价 "))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    close = close_in(text)
    assert close is None or close >= 0
