"""Quiet hours are minutes of the day in Shanghai, over midnight too, and always end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.quiet import DAY, SHANGHAI, quiet, quiet_until

MINUTE = st.integers(0, DAY - 1)
MOMENT = st.integers(0, 15 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("clock", "start", "end", "held"),
    [
        ("22:00", 1320, 480, True),
        ("21:59", 1320, 480, False),
        ("23:59", 1320, 480, True),
        ("00:00", 1320, 480, True),
        ("07:59", 1320, 480, True),
        ("08:00", 1320, 480, False),
        ("12:00", 720, 780, True),
        ("13:00", 720, 780, False),
        ("00:00", 0, 1, True),
        ("23:59", 1439, 0, True),
        ("00:00", 1439, 0, False),
    ],
)
def test_the_first_minute_is_quiet_and_the_last_is_not(clock: str, start: int, end: int, held: bool) -> None:
    at = datetime.fromisoformat(f"2026-11-25T{clock}+08:00")
    assert quiet(at, start, end) is held


@given(MOMENT, MINUTE, MINUTE)
def test_it_is_quiet_from_start_to_end_and_loud_from_end_to_start(at: datetime, start: int, end: int) -> None:
    if start == end:
        assert not quiet(at, start, end)
    else:
        assert quiet(at, start, end) is not quiet(at, end, start)


@given(MOMENT, MINUTE, MINUTE)
def test_it_ends_within_a_day_at_the_minute_that_was_said(at: datetime, start: int, end: int) -> None:
    until = quiet_until(at, start, end)
    if not quiet(at, start, end):
        assert until is None
        return
    assert until is not None
    assert at < until <= at + timedelta(days=1)
    assert not quiet(until, start, end)
    assert quiet(until - timedelta(microseconds=1), start, end)
    local = until.astimezone(SHANGHAI)
    assert local.hour * 60 + local.minute == end


@given(MOMENT)
def test_who_said_nothing_has_no_quiet_hours(at: datetime) -> None:
    assert not quiet(at, None, None)
    assert quiet_until(at, None, None) is None


@given(MOMENT, MINUTE, MINUTE)
def test_where_the_clock_stands_does_not_matter(at: datetime, start: int, end: int) -> None:
    assert quiet(at, start, end) is quiet(at.astimezone(SHANGHAI), start, end)
