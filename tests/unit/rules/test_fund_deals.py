"""What buying or redeeming a fund comes to: every cent stands somewhere, and more fees never buy more."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.fund_deals import Purchase, Redemption, purchase, redemption
from rules.fund_terms import FundTerms, clock, days_after
from rules.row import Unknown

DAY = date(2026, 11, 20)
CENT = Decimal("0.01")
AMOUNTS = st.decimals("1", "1000000000", places=2)
NAVS = st.decimals("0.0100", "99.9999", places=4)
RATES = st.decimals("0", "5", places=2)


def test_a_purchase_is_reckoned_from_the_outside() -> None:
    found = purchase(Decimal(100_000), Decimal("1.2345"), percent=Decimal("0.15"))
    assert found == Purchase(Decimal(100_000), Decimal("99850.22"), Decimal("149.78"), Decimal("80883.13"))


def test_a_fee_for_the_order_is_taken_off() -> None:
    found = purchase(Decimal(5_000_000), Decimal("1.25"), yuan=Decimal(1000))
    assert (found.net, found.fee, found.units) == (Decimal(4_999_000), Decimal(1000), Decimal("3999200.00"))


def test_a_redemption_pays_what_the_units_are_worth_less_the_fee() -> None:
    found = redemption(Decimal(5000), Decimal("1.1"), percent=Decimal("0.5"))
    assert found == Redemption(Decimal(5000), Decimal("5500.00"), Decimal("27.50"), Decimal("5472.50"))


@given(AMOUNTS, NAVS, RATES)
def test_of_a_purchase_every_cent_stands_somewhere(amount: Decimal, nav: Decimal, rate: Decimal) -> None:
    found = purchase(amount, nav, percent=rate)
    assert found.net + found.fee == amount
    assert abs(found.net * rate / 100 - found.fee) <= CENT
    assert abs(found.units * nav - found.net) <= nav * CENT
    assert found.units <= purchase(amount, nav).units


@given(AMOUNTS, NAVS, RATES)
def test_of_a_redemption_every_cent_stands_somewhere(units: Decimal, nav: Decimal, rate: Decimal) -> None:
    found = redemption(units, nav + 1, percent=rate)
    assert found.paid + found.fee == found.worth
    assert 0 <= found.fee <= found.worth


@pytest.mark.parametrize(("amount", "yuan"), [("1000", "1000"), ("500", "1000")])
def test_where_the_fee_takes_all_nothing_is_bought(amount: str, yuan: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        purchase(Decimal(amount), Decimal(1), yuan=Decimal(yuan))


def test_where_it_is_less_than_a_cent_nothing_is_redeemed() -> None:
    with pytest.raises(ValueError, match="nothing"):
        redemption(Decimal("0.001"), Decimal(1))


def test_terms_are_trading_days_by_kind() -> None:
    terms = FundTerms.load()
    cutoff, confirmed = terms.cutoff(DAY), terms.confirmed_after("qdii", DAY)
    paid = terms.paid_after("equity", DAY)
    assert not isinstance(cutoff, Unknown)
    assert not isinstance(confirmed, Unknown)
    assert not isinstance(paid, Unknown)
    assert clock(cutoff) == time(15, 0)
    assert days_after(confirmed) == (2, 2)
    assert days_after(paid) == (3, 4)
