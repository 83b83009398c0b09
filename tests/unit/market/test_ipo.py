"""What is known of new shares: resolved, ordered, merged, and never in contradiction with itself."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.ipo import STEPS, Ipo, agreed, consistent, distinct, falling, merged, named, resolve, waiting

TODAY = date(2026, 11, 26)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))

TIANMAI = Ipo("301626", "苏州天脉", "301626", apply_limit=7_000, online_shares=12_580_500)
"""From data/demo/ipo.csv; its days are given where a test needs them."""
XINLV = Ipo("301613", "新铝时代", apply_limit=6_500, online_shares=11_627_000)
NOVA = Ipo("301589", "诺瓦星云", price=Decimal("126.89"), issue_shares=12_840_000)


def on(ipo: Ipo, **days: int) -> Ipo:
    """The issue with steps so many days from today."""
    dated: dict[str, Any] = {f"{step}_date": TODAY + timedelta(days=count) for step, count in days.items()}
    return replace(ipo, **dated)


@given(DAYS, st.integers(-299, 65))
def test_a_day_without_its_year_is_found_again_wherever_a_list_can_mean_it(today: date, off: int) -> None:
    day = today + timedelta(days=off)
    assert resolve(day.month, day.day, today) == day


@pytest.mark.parametrize(
    ("today", "month", "day", "meant"),
    [
        (date(2026, 3, 4), 12, 31, date(2025, 12, 31)),
        (date(2026, 12, 30), 1, 5, date(2027, 1, 5)),
        (date(2026, 1, 2), 12, 31, date(2025, 12, 31)),
        (date(2028, 3, 1), 2, 29, date(2028, 2, 29)),
        (date(2026, 3, 1), 2, 29, None),
        (date(2026, 3, 4), 13, 1, None),
    ],
)
def test_a_day_that_the_list_cannot_mean_is_not_guessed(
    today: date, month: int, day: int, meant: date | None
) -> None:
    assert resolve(month, day, today) == meant


def test_a_list_without_years_is_never_misread_by_one() -> None:
    listed = [resolve(12, 31, date(2026, 3, 4) + timedelta(days=late)) for late in range(50)]
    assert set(listed) == {date(2025, 12, 31)}


def test_what_cannot_be_is_dropped_and_the_rest_kept() -> None:
    odd = on(replace(TIANMAI, price=Decimal(0), winning_rate=Decimal(230)), apply=0, payment=-3, listing=400)
    kept = consistent(odd)
    assert (kept.price, kept.winning_rate, kept.payment_date, kept.listing_date) == (None,) * 4
    assert (kept.apply_date, kept.apply_limit) == (TODAY, 7_000)
    assert consistent(kept) == kept


@pytest.mark.parametrize(
    ("limit", "needed", "offered"),
    [
        (7_000, Decimal(7), 12_580_500),  # ten thousands of yuan, taken for yuan
        (7_000, Decimal(700_000_000), 12_580_500),
        (70_000_000, None, 12_580_500),  # shares, taken for ten thousands of them
        (0, None, None),
    ],
)
def test_a_cap_in_another_unit_is_not_shown(limit: int, needed: Decimal | None, offered: int | None) -> None:
    found = consistent(replace(TIANMAI, apply_limit=limit, value_needed=needed, online_shares=offered))
    assert (found.apply_limit, found.value_needed) == (None, None)


def test_a_cap_that_fits_its_value_and_its_issue_is_shown() -> None:
    whole = replace(TIANMAI, value_needed=Decimal(70_000))
    assert consistent(whole) == whole


def test_beijing_asks_for_money_and_not_for_market_value() -> None:
    ipo = on(Ipo("920187", "通领科技", value_needed=Decimal(3_000_000)), apply=0, payment=0)
    assert consistent(ipo).value_needed is None
    assert consistent(ipo).payment_date == TODAY
    assert consistent(on(TIANMAI, apply=0, payment=0)).payment_date is None


@given(st.lists(st.one_of(st.none(), st.integers(-200, 200)), min_size=4, max_size=4))
def test_the_days_that_are_left_are_always_in_order(offsets: list[int | None]) -> None:
    days: dict[str, Any] = {
        step: TODAY + timedelta(days=off) for step, off in zip(STEPS, offsets, strict=True) if off is not None
    }
    kept = consistent(replace(TIANMAI, **days))
    known = [day for step in STEPS if (day := kept.on(step)) is not None]
    assert known == sorted(known)


def test_what_one_source_lacks_the_other_gives() -> None:
    second = replace(TIANMAI, apply_code="", price=Decimal("21.23"))
    [found] = merged([TIANMAI], [second])
    assert (found.apply_code, found.price, found.disputed) == ("301626", Decimal("21.23"), frozenset())


def test_contradicting_figures_are_not_shown() -> None:
    found = agreed(NOVA, replace(NOVA, price=Decimal("126.98")))
    assert found.price is None
    assert found.disputed == {"price"}
    third = agreed(found, NOVA)
    assert third.price is None


def test_a_price_is_the_same_with_more_decimals() -> None:
    assert agreed(NOVA, replace(NOVA, price=Decimal("126.890"))).price == Decimal("126.89")
    rough, exact = replace(NOVA, winning_rate=Decimal("0.02")), replace(NOVA, winning_rate=Decimal("0.0234"))
    assert agreed(rough, exact).winning_rate == Decimal("0.02")


def test_of_contradicting_days_the_first_is_kept_and_named_as_disputed() -> None:
    found = agreed(on(TIANMAI, apply=0), on(TIANMAI, apply=1))
    assert found.apply_date == TODAY
    assert found.disputed == {"apply_date"}


def test_a_code_that_stands_twice_in_a_list_is_one_issue() -> None:
    assert distinct([NOVA, TIANMAI, NOVA]) == (NOVA, TIANMAI)
    assert distinct([NOVA, replace(NOVA, price=Decimal(1))])[0].price is None


def test_issues_are_asked_for_by_their_days() -> None:
    ipos = [on(XINLV, apply=1), on(TIANMAI, apply=0, listing=9), NOVA]
    assert [ipo.name for ipo in falling(ipos, "apply_date", TODAY, TODAY + timedelta(days=6))] == [
        "苏州天脉",
        "新铝时代",
    ]
    assert falling(ipos, "apply_date", TODAY - timedelta(days=1), TODAY - timedelta(days=1)) == []
    assert [ipo.name for ipo in waiting(ipos, TODAY)] == ["苏州天脉"]
    assert waiting(ipos, TODAY + timedelta(days=9)) == [ipos[0]]


def test_a_name_or_either_code_finds_an_issue() -> None:
    ipos = [TIANMAI, XINLV, Ipo("688816", "易思维", "787816")]
    for text in ("苏州天脉哪天上市", "301626多少钱"):
        assert named(text, ipos) == [TIANMAI]
    assert [ipo.name for ipo in named("787816是什么", ipos)] == ["易思维"]
    assert named("今天有什么新股", ipos) == []


def test_a_name_inside_a_longer_one_is_not_meant() -> None:
    short, long = Ipo("301001", "天脉"), Ipo("301626", "苏州天脉")
    assert named("苏州天脉中签率", [short, long]) == [long]
    assert named("天脉中签率", [short, long]) == [short]
