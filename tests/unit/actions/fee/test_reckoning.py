"""What a deal costs, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from actions.fee.reckoning import Cost, cost
from rules.fees import Fees, Rates
from rules.row import Unknown


@pytest.fixture(scope="module")
def rates() -> Rates:
    found = Fees.load().rates(date(2026, 11, 23))
    assert not isinstance(found, Unknown)
    return found


def test_a_sale_pays_stamp_duty_and_a_purchase_does_not(rates: Rates) -> None:
    assert cost(Decimal(100_000), "sell", rates) == Cost(Decimal(300), Decimal(50), Decimal(1))
    assert cost(Decimal(100_000), "buy", rates) == Cost(Decimal(300), Decimal(0), Decimal(1))


def test_the_total_is_the_sum_of_its_items(rates: Rates) -> None:
    assert cost(Decimal(100_000), "sell", rates).total == Decimal(351)


def test_a_small_order_pays_the_least_commission(rates: Rates) -> None:
    assert cost(Decimal(800), "buy", rates).commission == 5
    assert cost(Decimal(1_667), "buy", rates).commission == Decimal("5.00")
    assert cost(Decimal(1_700), "buy", rates).commission == Decimal("5.10")


def test_the_rate_of_the_broker_goes_before_the_ceiling(rates: Rates) -> None:
    assert cost(Decimal(100_000), "buy", rates, Decimal("0.025")).commission == 25
    assert cost(Decimal(10_000), "buy", rates, Decimal("0.025")).commission == 5


def test_half_a_cent_is_rounded_up(rates: Rates) -> None:
    assert cost(Decimal(1_500), "buy", rates).transfer_fee == Decimal("0.02")
    assert cost(Decimal(310), "sell", rates).stamp_duty == Decimal("0.16")
