"""Price limits: which percent holds when, and the exact prices that follow."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.boards import BOARDS, board_key, fund_key, status_key
from rules.price_limits import Band, LimitPrices, PriceLimits
from rules.row import Row, Unknown

BEFORE, SINCE = date(2026, 7, 3), date(2026, 7, 6)
LIMITS = PriceLimits.load()
TICK = Fraction(1, 100)
closes = st.decimals(min_value="0.02", max_value="5000", places=2)
boards = st.sampled_from(BOARDS)


def percent(board: str, status: str, day: date, nth: int | None = None) -> Decimal | None:
    band = LIMITS.band(board, status, day, nth)
    assert isinstance(band, Band)
    return band.percent


def prices(close: str | Decimal, board: str, status: str = "normal", day: date = SINCE) -> LimitPrices:
    limit = LIMITS.percent(board, status, day)
    assert isinstance(limit, Row)
    found = LIMITS.prices(Decimal(close), limit, board, day)
    assert isinstance(found, LimitPrices)
    return found


def exact(close: Decimal, limit: Decimal, sign: int) -> Fraction:
    return Fraction(close) * (100 + sign * Fraction(limit)) / 100


@pytest.mark.parametrize(
    ("board", "status", "before", "since"),
    [
        ("sh_main", "normal", "10", "10"),
        ("sh_main", "ST", "5", "10"),
        ("sz_main", "ST", "5", "10"),
        ("sz_main", "delisting_period", "10", "10"),
        ("star", "ST", "20", "20"),
        ("chinext", "normal", "20", "20"),
        ("bse", "ST", "30", "30"),
    ],
)
def test_a_warned_share_of_the_main_boards_has_ten_percent_since_july_2026(
    board: str, status: str, before: str, since: str
) -> None:
    assert percent(board, status, BEFORE) == Decimal(before)
    assert percent(board, status, SINCE) == Decimal(since)


@pytest.mark.parametrize(
    ("board", "free"), [("sh_main", 5), ("sz_main", 5), ("star", 5), ("chinext", 5), ("bse", 1)]
)
def test_a_new_share_has_no_limit_in_its_first_days(board: str, free: int) -> None:
    assert percent(board, "normal", SINCE, free) is None
    assert percent(board, "normal", SINCE, free + 1) is not None


@pytest.mark.parametrize("board", BOARDS)
def test_the_delisting_period_has_no_limit_on_its_first_day_only(board: str) -> None:
    assert percent(board, "delisting_period", SINCE, 1) is None
    assert percent(board, "delisting_period", SINCE, 2) == percent(board, "normal", SINCE)


def test_a_day_of_no_known_rule_is_unknown() -> None:
    assert isinstance(LIMITS.band("star", "normal", date(1999, 1, 4)), Unknown)
    assert isinstance(LIMITS.band("sh_main", "normal", date(1999, 1, 4), 1), Unknown)


def test_limits_of_earlier_texts_are_told_but_not_verified() -> None:
    found = prices("1768.90", "sh_main", day=date(2021, 7, 29))
    assert (found.up, found.down, found.verified) == (Decimal("1945.79"), Decimal("1592.01"), False)


@pytest.mark.parametrize(
    ("close", "board", "up", "down"),
    [
        ("8.60", "sh_main", "9.46", "7.74"),
        ("8.65", "sh_main", "9.52", "7.79"),  # 9.515 and 7.785 lie in the middle and go up
        ("12.34", "star", "14.81", "9.87"),
        ("10.01", "bse", "13.01", "7.01"),  # 13.013 goes down, 7.007 goes up
        ("0.03", "sh_main", "0.04", "0.02"),  # ten percent would be less than a tick
    ],
)
def test_limit_prices_are_rounded_as_the_exchange_does(close: str, board: str, up: str, down: str) -> None:
    found = prices(close, board)
    assert (found.up, found.down) == (Decimal(up), Decimal(down))


def test_a_fund_moves_by_a_tenth_of_a_cent() -> None:
    narrow, wide = LIMITS.of_fund("sh_fund", SINCE)
    assert isinstance(narrow, Row)
    assert isinstance(wide, Row)
    assert (narrow.value, wide.value) == ("10", "20")
    found = LIMITS.prices(Decimal("1.003"), narrow, "sh_fund", SINCE)
    assert isinstance(found, LimitPrices)
    assert (found.up, found.down) == (Decimal("1.103"), Decimal("0.903"))


def test_the_way_of_rounding_only_matters_where_something_is_rounded() -> None:
    assert prices("10.00", "bse").verified
    assert not prices("10.01", "bse").verified
    assert prices("10.01", "sh_main").verified


def test_no_price_follows_from_no_close() -> None:
    limit = LIMITS.percent("sh_main", "normal", SINCE)
    assert isinstance(limit, Row)
    assert LIMITS.prices(Decimal(0), limit, "sh_main", SINCE) is None


@given(closes, st.sampled_from(["sh_main", "star", "sz_main", "chinext"]))
def test_limits_lie_within_half_a_tick_of_the_exact_percent(close: Decimal, board: str) -> None:
    found = prices(close, board)
    for price, sign in ((found.up, 1), (found.down, -1)):
        off = abs(Fraction(price) - exact(close, found.percent, sign))
        assert off <= TICK / 2 or abs(Fraction(price - close)) == TICK


@given(closes)
def test_limits_of_beijing_never_lie_outside_the_exact_percent(close: Decimal) -> None:
    found = prices(close, "bse")
    if found.up - close > Decimal("0.01"):
        assert 0 <= exact(close, found.percent, 1) - Fraction(found.up) < TICK
    if close - found.down > Decimal("0.01"):
        assert 0 <= Fraction(found.down) - exact(close, found.percent, -1) < TICK


@given(closes, boards)
def test_the_limits_enclose_the_close(close: Decimal, board: str) -> None:
    found = prices(close, board)
    assert found.down < close < found.up
    assert found.down > 0


@given(closes, closes, boards)
def test_a_higher_close_never_has_lower_limits(one: Decimal, other: Decimal, board: str) -> None:
    low, high = (prices(close, board) for close in sorted((one, other)))
    assert low.up <= high.up
    assert low.down <= high.down


def test_boards_and_statuses_have_the_names_of_the_rows() -> None:
    assert board_key("SZ", "主板") == "sz_main"
    assert board_key("SH", "B股") is None
    assert fund_key("SH") == "sh_fund"
    assert fund_key("BJ") is None
    assert [status_key(warning) for warning in ("", "ST", "*ST", "delisting_period")] == [
        "normal",
        "ST",
        "ST",
        "delisting_period",
    ]
