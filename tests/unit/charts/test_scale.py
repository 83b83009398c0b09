"""Axes: round values, readable dates, and lines that stop where there is nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.scale import Scale, around, big, box, day_marks, runs, ticks
from tests.unit.charts.given import BARS

UNITS = {"亿": 10**8, "万": 10**4}


def test_a_scale_counts_rows_from_above() -> None:
    scale = Scale(10, 20, top=100, bottom=300)
    assert (scale.y(10), scale.y(15), scale.y(20)) == (300, 200, 100)


@pytest.mark.parametrize(
    ("low", "high", "places", "marks"),
    [
        (10.6, 14.9, 2, [11, 12, 13, 14]),
        (1.41, 1.59, 3, [1.45, 1.5, 1.55]),
        (2600, 3500, 2, [2600, 2800, 3000, 3200, 3400]),
        (0.301, 0.303, 3, [0.301, 0.302, 0.303]),
    ],
)
def test_marks_are_round_and_no_finer_than_the_price(
    low: float, high: float, places: int, marks: list[float]
) -> None:
    assert ticks(low, high, 5, places) == pytest.approx(marks)


@given(st.floats(0.01, 1e5), st.floats(0, 1e4), st.sampled_from([2, 3]))
def test_marks_lie_within_their_range(low: float, span: float, places: int) -> None:
    bottom, top = around([low, low + span])
    marks = ticks(bottom, top, 5, places)
    assert len(marks) <= 11
    assert all(bottom - 1e-6 <= mark <= top + 1e-6 for mark in marks)


def test_a_range_of_one_value_is_not_empty() -> None:
    low, high = around([5, 5])
    assert low < 5 < high
    assert around([0])[0] < 0


def test_months_are_marked_where_they_begin() -> None:
    days = [bar.day for bar in BARS[-62:]]
    assert [label for _, label in day_marks(days, 3)] == ["2025-06", "2025-07", "2025-08"]
    for place, label in day_marks(days, 3):
        assert f"{days[place]:%Y-%m}" == label != f"{days[place - 1]:%Y-%m}"


def test_marks_keep_their_distance() -> None:
    days = [bar.day for bar in BARS]
    places = [place for place, _ in day_marks(days, 45)]
    assert all(later - earlier >= 45 for earlier, later in zip(places, places[1:], strict=False))


def test_a_few_days_are_marked_by_day() -> None:
    days = [date(2025, 8, 1), date(2025, 8, 4), date(2025, 8, 5)]
    assert day_marks(days, 2) == [(0, "08-01"), (2, "08-05")]


@pytest.mark.parametrize(
    ("value", "text"),
    [(133_646_594, "1.34亿"), (1_336_466, "133.6万"), (39_615_000, "3962万"), (980, "980"), (0, "0")],
)
def test_large_numbers_fit_the_margin(value: float, text: str) -> None:
    assert big(value, UNITS) == text


def test_a_line_is_parted_where_a_value_is_missing_or_outside() -> None:
    scale = Scale(0, 10, top=0, bottom=100)
    assert runs([1, 2, 3, 4, 5], [5, None, 5, 11, 5], scale) == [[(1, 50)], [(3, 50)], [(5, 50)]]


def test_a_level_box_can_be_seen() -> None:
    assert box(10, 3, 50, 50) == [(7, 50), (13, 50), (13, 52), (7, 52)]
