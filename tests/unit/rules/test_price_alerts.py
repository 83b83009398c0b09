"""When a price alert is reached. Prices are those of 贵州茅台 on 2021-07-28 (data/demo/quotes.csv)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules.price_alerts import AlertKind, Prices, possible, reached, side

D = Decimal
LAST, BEFORE, HIGH, LOW = D("1768.90"), D("1712.89"), D("1788.20"), D("1682.12")
UP, DOWN = D("1884.18"), D("1541.60")
NOW = Prices(LAST, BEFORE, limit_up=UP, limit_down=DOWN)
DAY = Prices(LAST, BEFORE, HIGH, LOW, UP, DOWN)
prices = some.decimals(min_value="0.01", max_value="9999", places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("kind", "threshold", "now", "day"),
    [
        ("above", D("1768.90"), True, True),
        ("above", D("1788"), False, True),  # touched in between
        ("above", D("1788.21"), False, False),
        ("below", D("1700"), False, True),
        ("below", D("1682.11"), False, False),
        ("rise", D("3.26"), True, True),
        ("rise", D("4.39"), False, True),
        ("rise", D("4.40"), False, False),
        ("fall", D("1.79"), False, True),
        ("fall", D("1.80"), False, False),
        ("limit_up", None, False, False),
        ("limit_down", None, False, False),
    ],
)
def test_what_is_reached_now_and_what_was_within_the_day(
    kind: AlertKind, threshold: Decimal | None, now: bool, day: bool
) -> None:
    assert (reached(kind, threshold, NOW), reached(kind, threshold, DAY)) == (now, day)


def test_a_limit_is_reached_at_its_price() -> None:
    assert reached("limit_up", None, Prices(UP, BEFORE, limit_up=UP, limit_down=DOWN))
    assert reached("limit_down", None, Prices(DOWN, BEFORE, limit_up=UP, limit_down=DOWN))


def test_what_cannot_be_known_is_not_reached() -> None:
    bare = Prices(LAST)
    assert not reached("rise", D(1), bare)
    assert not reached("fall", D(1), bare)
    assert not reached("limit_up", None, bare)
    assert not reached("limit_down", None, bare)


def test_a_low_of_nothing_is_no_price() -> None:
    assert not reached("below", D(1), Prices(LAST, BEFORE, LAST, D(0)))


@given(prices, prices)
def test_the_side_from_which_a_price_comes_is_never_reached_yet(threshold: Decimal, last: Decimal) -> None:
    way = side(threshold, last)
    assert (way is None) == (threshold == last)
    assert way is None or not reached(way, threshold, Prices(last))


@given(prices, prices, prices)
def test_a_price_that_goes_through_a_threshold_reaches_it(
    before: Decimal, after: Decimal, level: Decimal
) -> None:
    way = side(level, before)
    crossed = (before < level <= after) or (before > level >= after)
    assert not way or reached(way, level, Prices(after)) == crossed


@pytest.mark.parametrize(("kind", "most"), [("rise", D("10.00")), ("fall", D("10.00"))])
def test_a_day_cannot_go_beyond_its_limits(kind: AlertKind, most: Decimal) -> None:
    assert possible(kind, most - D("0.01"), DAY)
    assert not possible(kind, most + D("0.1"), DAY)
    assert possible(kind, most + D("0.1"), Prices(LAST, BEFORE))
    assert possible("above", D(5000), DAY)
