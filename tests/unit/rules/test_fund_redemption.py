"""What redeeming a fund soon costs at least."""

from datetime import date
from decimal import Decimal

from rules.fund_redemption import FundRedemption
from rules.row import Unknown


def test_the_shorter_a_fund_is_held_the_more_it_takes() -> None:
    found = FundRedemption.load().least(date(2026, 11, 23))
    assert not isinstance(found, Unknown)
    assert [(each.days, each.row.number) for each in found] == [
        (7, Decimal("1.5")),
        (30, Decimal(1)),
        (180, Decimal("0.5")),
    ]
    assert not any(each.row.verified for each in found)


def test_before_the_rule_nobody_knows_it_from_here() -> None:
    assert isinstance(FundRedemption.load().least(date(2025, 12, 31)), Unknown)
