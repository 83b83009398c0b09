"""How many new shares may be applied for, and the days from T on."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.new_shares import Ban, NewShares, Quota
from rules.row import Row, Unknown

DAY = date(2026, 11, 23)
RULES = NewShares.load()


def quota(value: str | Decimal, limit: int | None = None, market: str = "SH", day: date = DAY) -> Quota:
    found = RULES.quota(market, Decimal(value), day, limit)
    assert isinstance(found, Quota)
    return found


@pytest.mark.parametrize("market", ["SH", "SZ"])
@pytest.mark.parametrize(
    ("value", "shares"),
    [("9999.99", 0), ("10000", 1000), ("14999.99", 1000), ("15000", 1500), ("123456", 12000)],
)
def test_each_five_thousand_yuan_allow_five_hundred_shares(market: str, value: str, shares: int) -> None:
    assert quota(value, market=market).shares == shares


def test_too_little_market_value_allows_none() -> None:
    assert not quota("9999.99").enough
    assert quota("10000").enough


def test_the_notice_of_the_issue_caps_the_application() -> None:
    found = quota("1000000", limit=9500)
    assert (found.shares, found.units, found.capped) == (9500, 19, True)
    assert not quota("20000", limit=9500).capped


def test_shanghai_had_larger_units_before_the_reform() -> None:
    assert quota("25000", day=date(2023, 2, 16)).shares == 2000
    assert quota("25000", day=date(2023, 2, 17)).shares == 2500


def test_the_value_that_a_full_application_takes() -> None:
    assert RULES.value_needed("SH", 9500, DAY) == 95000
    assert RULES.value_needed("SZ", 500, DAY) == 10000
    assert RULES.value_needed("SZ", 1001, DAY) == 15000


@given(st.integers(min_value=1, max_value=200))
def test_the_value_needed_is_enough_and_a_cent_less_is_not(units: int) -> None:
    needed = RULES.value_needed("SZ", units * 500, DAY)
    assert isinstance(needed, Decimal)
    assert quota(needed).units >= units
    assert quota(needed - Decimal("0.01")).units < units


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.integers(min_value=0, max_value=10**6))
def test_no_application_passes_value_or_notice(value: Decimal, limit: int) -> None:
    found = quota(value, limit)
    assert found.shares <= limit
    assert found.units * 5000 <= value
    assert found.shares == found.units * 500


def test_beijing_asks_for_cash_and_not_for_holdings(new_shares: NewShares) -> None:
    assert new_shares.by_market_value("SH", DAY)
    assert not new_shares.by_market_value("BJ", DAY)
    assert isinstance(new_shares.quota("BJ", Decimal(100000), DAY), Unknown)
    assert isinstance(new_shares.value_needed("BJ", 500, DAY), Unknown)
    method = new_shares.ask("method", "BJ", DAY)
    assert isinstance(method, Row)
    assert not method.verified


def test_payment_is_due_two_days_after_the_application(new_shares: NewShares) -> None:
    steps = new_shares.steps("SZ", DAY)
    assert {step: row.count for step, row in steps.items()} == {
        "draw_after": 1,
        "payment_after": 2,
        "result_after": 4,
        "listing_after_from": 6,
        "listing_after_to": 8,
    }
    assert new_shares.steps("BJ", DAY) == {}


def test_three_unpaid_in_a_year_bar_for_six_months(new_shares: NewShares) -> None:
    found = new_shares.ban("SH", DAY)
    assert isinstance(found, Ban)
    assert (found.times.count, found.within_months.count, found.months.count) == (3, 12, 6)
    assert not found.verified
    assert isinstance(new_shares.ban("BJ", DAY), Unknown)
