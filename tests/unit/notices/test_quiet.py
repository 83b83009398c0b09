"""Quiet hours hold back until their end, over midnight too, and never longer than they are."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.messages import SHANGHAI
from notices.quiet import not_before

minutes = st.integers(0, 1439)
moments = st.integers(1_700_000_000, 1_900_000_000).map(
    lambda second: datetime.fromtimestamp(second, SHANGHAI)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-27 23:50", "2026-11-28 07:30"),
        ("2026-11-27 00:10", "2026-11-27 07:30"),
        ("2026-11-27 07:30", "2026-11-27 07:30"),
        ("2026-11-27 12:00", "2026-11-27 12:00"),
        ("2026-11-27 22:00", "2026-11-28 07:30"),
    ],
)
def test_from_ten_at_night_to_half_past_seven(now: str, then: str) -> None:
    assert not_before(at(now), 22 * 60, 7 * 60 + 30) == at(then)


@given(moments, minutes, minutes)
def test_what_is_held_back_may_go_then_and_within_a_day(now: datetime, begin: int, end: int) -> None:
    then = not_before(now, begin, end)
    assert now <= then + timedelta(minutes=1)
    assert then - now < timedelta(days=1)
    assert not_before(then, begin, end) == then


@given(moments)
def test_who_has_none_is_told_at_once(now: datetime) -> None:
    assert not_before(now, None, None) == now
