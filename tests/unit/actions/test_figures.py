"""Figures in Chinese habit."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import figures
from market.session import SHANGHAI
from tests.unit.actions.given import NOW

UNITS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
decimals = st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False)


def test_prices_keep_the_quotes_decimals() -> None:
    assert figures.price(Decimal("1450"), 2) == "1450.00"
    assert figures.price(Decimal("4.0215"), 3) == "4.022"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.2", "▲1.20"), ("-12.69", "▼12.69"), ("0", "0.00"), ("0.005", "▲0.01"), ("-0.001", "0.00")],
)
def test_changes_show_their_direction_unless_they_round_to_nothing(value: str, text: str) -> None:
    assert figures.change(Decimal(value), 2) == text


@pytest.mark.parametrize(
    ("value", "text"), [("1.234", "+1.23%"), ("-0.875", "-0.88%"), ("0", "0.00%"), ("-0.001", "0.00%")]
)
def test_signs_of_percentages_are_always_shown(value: str, text: str) -> None:
    assert figures.signed_percent(Decimal(value)) == text


def test_shares_of_a_whole_have_no_sign() -> None:
    assert figures.percent(Decimal("0.264")) == "0.26%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("4632000000", "46.32亿"),
        ("1023000000000", "1.02万亿"),
        ("32184", "3.22万"),
        ("9999.6", "1.00万"),
        ("9949", "9949"),
        ("99999999", "1.00亿"),
        ("0", "0"),
        ("-250000000", "-2.50亿"),
    ],
)
def test_large_numbers_take_the_unit_that_investors_expect(value: str, text: str) -> None:
    assert figures.big(Decimal(value), UNITS) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.460", "2.46"), ("10.00", "10"), ("1E+4", "10000"), ("0.00", "0"), ("-1.50", "-1.5")],
)
def test_plain_numbers_end_without_zeros(value: str, text: str) -> None:
    assert figures.plain(Decimal(value)) == text


@given(decimals)
def test_a_large_number_read_back_is_what_it_was_within_its_last_digit(value: Decimal) -> None:
    text = figures.big(value, UNITS)
    unit = next((unit for unit in UNITS if text.endswith(unit)), "")
    size = UNITS.get(unit, 1)
    tolerance = Decimal(size) / 200 if unit else Decimal("0.5")
    assert abs(Decimal(text.removesuffix(unit)) * size - value) <= tolerance


@given(decimals)
def test_a_change_never_shows_an_arrow_before_nothing(value: Decimal) -> None:
    text = figures.change(value, 2)
    assert (text[0] in "▲▼") == (Decimal(text.lstrip("▲▼")) != 0)


def test_times_of_this_year_leave_the_year_out() -> None:
    at = datetime(2021, 3, 31, 15, 0, tzinfo=SHANGHAI)
    assert figures.moment(at, NOW) == "03-31 15:00"
    assert figures.moment(at, NOW, full=True) == "2021-03-31 15:00"
    assert figures.day(at, NOW) == "03-31"


def test_times_of_other_years_name_the_year() -> None:
    at = datetime(2020, 12, 31, 14, 56, tzinfo=SHANGHAI)
    assert figures.moment(at, NOW) == "2020-12-31 14:56"
    assert figures.day(at, NOW) == "2020-12-31"


@given(st.text(alphabet="沪深科创A50TCL科技", min_size=1, max_size=8), st.integers(16, 20))
def test_padded_names_fill_their_columns(name: str, columns: int) -> None:
    padded = figures.pad_name(name, columns)
    assert figures.width(padded) == columns
    assert padded.startswith(name)


def test_padded_figures_end_in_one_column() -> None:
    assert (
        figures.width(figures.pad_figure("12.89", 8)) == figures.width(figures.pad_figure("1768.90", 8)) == 8
    )
    assert figures.pad_figure("12.89", 3) == "12.89"
