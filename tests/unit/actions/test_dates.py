"""The days that a message speaks of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dates import Span, days, spans, year_in

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天开市吗", date(2026, 11, 24)),
        ("明儿有得交易伐", date(2026, 11, 24)),
        ("今儿个还没收摊吧", TODAY),
        ("后天股市有没有班上", date(2026, 11, 25)),
        ("大后天呢", date(2026, 11, 26)),
        ("昨天开市了吗", date(2026, 11, 22)),
        ("前天呢", date(2026, 11, 21)),
        ("下周一开不开市", date(2026, 11, 30)),
        ("下下周二", date(2026, 12, 8)),
        ("上周五", date(2026, 11, 20)),
        ("这个礼拜五是不是不开门", date(2026, 11, 27)),
        ("周一", TODAY),
        ("星期天", date(2026, 11, 29)),
        ("12月25号开吗", date(2026, 12, 25)),
        ("十二月二十五日开吗", date(2026, 12, 25)),
        ("10月1号", date(2027, 10, 1)),
        ("11-20", date(2026, 11, 20)),
        ("2026年10月1日", date(2026, 10, 1)),
        ("明年1月4号", date(2027, 1, 4)),
        ("20270104", date(2027, 1, 4)),
        ("30号", date(2026, 11, 30)),
        ("1号开不开", date(2026, 12, 1)),
        ("廿五日", date(2026, 11, 25)),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, day: date) -> None:
    assert spans(text, TODAY) == (Span(day, day),)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("下周休市吗", date(2026, 11, 30), date(2026, 12, 6)),
        ("周末能交易吗", date(2026, 11, 28), date(2026, 11, 29)),
        ("12月有哪些休市", date(2026, 12, 1), date(2026, 12, 31)),
        ("下个月", date(2026, 12, 1), date(2026, 12, 31)),
        ("本月", date(2026, 11, 1), date(2026, 11, 30)),
        ("明年10月", date(2027, 10, 1), date(2027, 10, 31)),
        ("3月", date(2027, 3, 1), date(2027, 3, 31)),
    ],
)
def test_weeks_and_months_are_spans(text: str, first: date, last: date) -> None:
    assert spans(text, TODAY) == (Span(first, last),)


@pytest.mark.parametrize(
    "text",
    [
        "几点开盘",
        "9:15能撤单吗",
        "9.20能撤么",
        "端午节后头哪天",
        "五一放几天",
        "每周几天",
        "2月30号",
    ],
)
def test_what_names_no_day_is_no_day(text: str) -> None:
    assert spans(text, TODAY) == ()


def test_a_weekday_that_is_over_is_the_next_one_unless_this_week_is_meant() -> None:
    wednesday = date(2026, 11, 25)
    assert spans("周一", wednesday)[0].first == date(2026, 11, 30)
    assert spans("这周一", wednesday)[0].first == date(2026, 11, 23)


def test_several_days_stand_in_their_order() -> None:
    assert [span.first.day for span in spans("周五和12月1号", TODAY)] == [27, 1]


def test_the_day_of_a_month_at_its_end_falls_into_the_next() -> None:
    assert spans("1号", date(2026, 12, 31)) == (Span(date(2027, 1, 1), date(2027, 1, 1)),)
    assert spans("下个月", date(2026, 12, 31))[0].first == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "year"), [("2027年国庆", 2027), ("明年元旦", 2027), ("去年春节", 2025), ("国庆", None)]
)
def test_a_year_is_read_beside_a_festival(text: str, year: int | None) -> None:
    assert year_in(text, TODAY) == year


def test_days_of_a_span_are_all_of_them() -> None:
    assert len(list(days(date(2026, 2, 1), date(2026, 2, 28)))) == 28


@given(st.text(alphabet="今明后昨大前天周末上下月号日年一二十廿〇0123456789-/.:本个这"))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    for span in spans(text, TODAY):
        assert span.first <= span.last
