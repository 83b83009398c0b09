"""What is known of convertible bonds being issued, and what a list says by zero."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from market.convertible_bonds import ConvertibleBond, consistent, falling, named, recent

TODAY = date(2024, 8, 14)
JIZHI = ConvertibleBond("123245", "集智转债", "370553", conversion_price=Decimal("23.54"), apply_date=TODAY)
WANKAI = ConvertibleBond("123247", "万凯转债", "371216", apply_date=date(2024, 8, 16))


def test_zero_stands_for_what_is_not_known_yet() -> None:
    found = consistent(replace(WANKAI, conversion_price=Decimal(0), winning_rate=Decimal("0.00000000")))
    assert (found.conversion_price, found.winning_rate) == (None, None)


def test_a_bond_trades_after_it_was_applied_for() -> None:
    assert consistent(replace(JIZHI, listing_date=TODAY)).listing_date is None
    assert consistent(replace(JIZHI, listing_date=TODAY + timedelta(days=400))).listing_date is None
    assert consistent(replace(JIZHI, listing_date=TODAY + timedelta(days=21))).listing_date is not None


def test_only_the_last_year_is_kept_and_the_latest_stands_first() -> None:
    old = ConvertibleBond("110971", "恒源转债", apply_date=date(2007, 9, 24))
    assert recent([old, JIZHI, WANKAI, JIZHI, replace(JIZHI, code="1", apply_date=None)], TODAY) == (
        WANKAI,
        JIZHI,
    )


def test_bonds_are_asked_for_by_day_and_by_name() -> None:
    assert falling([WANKAI, JIZHI], "apply_date", TODAY, TODAY) == [JIZHI]
    assert named("万凯转债中签率", [WANKAI, JIZHI]) == [WANKAI]
    assert named("370553", [WANKAI, JIZHI]) == [JIZHI]
