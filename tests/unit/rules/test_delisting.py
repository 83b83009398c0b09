"""Numeric delisting lines, and how far a share is from them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.boards import BOARDS
from rules.delisting import Delisting, Kind, Line, Progress, progress
from rules.row import Unknown

DAY = date(2026, 11, 23)
START = date(2026, 10, 12)
LINES = Delisting.load()


def line(kind: Kind, board: str = "sz_main") -> Line:
    found = LINES.line(kind, board, DAY)
    assert isinstance(found, Line)
    return found


def days(*values: str | int) -> list[tuple[date, Decimal]]:
    return [(START + timedelta(days=place), Decimal(value)) for place, value in enumerate(values)]


def at(kind: Kind, *values: str | int, board: str = "sz_main") -> Progress:
    found = progress(line(kind, board), days(*values))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("board", "market_value", "holders", "revenue"),
    [
        ("sh_main", 500_000_000, 2000, 300_000_000),
        ("sz_main", 500_000_000, 2000, 300_000_000),
        ("chinext", 300_000_000, 400, 100_000_000),
        ("star", 300_000_000, 400, 100_000_000),
        ("bse", 300_000_000, 200, 50_000_000),
    ],
)
def test_each_board_has_its_lines(board: str, market_value: int, holders: int, revenue: int) -> None:
    assert line("price", board).below.number == 1
    assert line("market_value", board).below.number == market_value
    assert line("holders", board).below.number == holders
    assert line("revenue", board).below.number == revenue
    assert line("net_assets", board).below.number == 0


def test_what_was_read_in_the_exchanges_text_is_verified_and_the_rest_is_not() -> None:
    assert line("price", "sz_main").verified
    assert line("market_value", "chinext").verified
    assert not line("price", "sh_main").verified
    assert not line("volume", "sz_main").verified


def test_an_unknown_line_is_among_the_lines() -> None:
    found = LINES.lines("bse", DAY)
    assert [each.topic for each in found if isinstance(each, Unknown)] == ["volume_below"]


def test_days_in_a_row_are_counted_from_the_latest_back() -> None:
    found = at("price", "0.98", "1.01", "0.99", "0.97")
    assert (found.run, found.left, found.since) == (2, 18, START + timedelta(days=2))
    assert found.value == Decimal("0.97")
    assert found.distance == Decimal("-0.03")
    assert not found.reached


def test_one_yuan_exactly_ends_the_run() -> None:
    found = at("price", "0.99", "1.00")
    assert (found.run, found.since) == (0, None)
    assert found.distance == 0


def test_twenty_days_in_a_row_reach_the_line() -> None:
    assert not at("price", *["0.9"] * 19).reached
    assert at("price", *["0.9"] * 20).reached
    assert at("price", *["0.9"] * 25).left == 0


def test_a_market_value_above_the_line_tells_how_much_may_go() -> None:
    found = at("market_value", 800_000_000)
    assert found.distance == 300_000_000
    assert found.distance_percent == Decimal("37.50")


def test_volume_is_summed_over_its_window() -> None:
    assert progress(line("volume"), days(*[1000] * 119)) is None
    assert at("volume", *[1000] * 120).reached
    busy = at("volume", *[1000] * 200, 5_000_000)
    assert (busy.reached, busy.value) == (False, Decimal(5_119_000))


def test_a_yearly_line_is_met_by_one_report() -> None:
    assert at("net_assets", "-1").reached
    assert not at("revenue", 400_000_000).reached


def test_no_values_say_nothing() -> None:
    assert progress(line("price"), []) is None
    assert at("net_assets", 0).distance_percent is None


def test_the_delisting_period_is_fifteen_trading_days(delisting: Delisting) -> None:
    found = delisting.timeline("sz_main", DAY)
    assert found.period is not None
    assert found.period.count == 15
    assert found.period.verified
    assert found.removal_within is not None
    assert not found.removal_within.verified
    assert delisting.timeline("sz_main", date(2019, 1, 2)).period is None


@given(
    st.sampled_from(BOARDS),
    st.lists(st.decimals(min_value="0.5", max_value="1.5", places=2), min_size=1, max_size=90),
)
def test_run_and_days_left_always_add_up(board: str, values: list[Decimal]) -> None:
    rule = line("price", board)
    found = progress(rule, days(*[str(value) for value in values]))
    assert found is not None
    assert rule.days is not None
    assert found.run + found.left >= rule.days.count
    assert (found.run > 0) == (values[-1] < 1)
    assert (
        found.reached == all(value < 1 for value in values[-rule.days.count :])
        or len(values) < rule.days.count
    )
