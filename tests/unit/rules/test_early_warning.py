"""When a move within a day is unusual. Prices are of 贵州茅台 on 2021-07-28, or lie within its limits."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules.early_warning import EarlyWarning, Moment

D = Decimal
RULES = EarlyWarning.load(date(2021, 7, 28))
BEFORE, UP, DOWN = D("1712.89"), D("1884.18"), D("1541.60")
QUIET = Moment(D("1768.90"), BEFORE, D("1768.90"), D("1720.00"), D("1.00"), UP, DOWN)


def test_an_ordinary_day_warns_of_nothing() -> None:
    assert RULES.judge(QUIET) is None


@pytest.mark.parametrize(
    ("changes", "direction", "reasons"),
    [
        ({"last": D("1816.00"), "high": D("1816.00")}, "up", ["change"]),
        ({"last": D("1609.00"), "high": D("1700.00"), "low": D("1609.00")}, "down", ["change"]),
        ({"last": D("1860.00"), "high": D("1860.00")}, "up", ["change", "range", "distance"]),
        ({"high": D("1788.20"), "low": D("1645.00")}, "up", ["range"]),
        ({"volume_ratio": D("3.20")}, "up", ["volume_ratio"]),
        ({"high": UP}, "up", ["limit"]),
        ({"last": DOWN, "low": DOWN}, "down", ["limit"]),
    ],
)
def test_a_warning_says_what_makes_it_one(
    changes: dict[str, Decimal], direction: str, reasons: list[str]
) -> None:
    warned = RULES.judge(replace(QUIET, **changes))  # type: ignore[arg-type]
    assert warned is not None
    assert warned.direction == direction
    assert [name for name, _ in warned.reasons] == reasons


def test_volume_alone_is_no_warning() -> None:
    assert RULES.judge(replace(QUIET, last=D("1720.00"), volume_ratio=D("9"))) is None


def test_a_day_without_a_limit_takes_more() -> None:
    free = replace(QUIET, limit_up=None, limit_down=None)
    assert RULES.judge(replace(free, last=D("1900.00"), high=D("1900.00"))) is None
    assert RULES.judge(replace(free, last=D("1970.00"), high=D("1970.00"))) is not None


def test_an_index_takes_less() -> None:
    index = Moment(D("3210.10"), D("3361.30"), D("3373.53"), D("3209.76"), index=True)  # 2020-07-16
    warned = RULES.judge(index)
    assert warned is not None
    assert (warned.direction, warned.reasons) == ("down", (("move", D("-4.50")),))


@pytest.mark.parametrize(
    ("change", "direction"), [("2.99", None), ("-2.999", None), ("3", "up"), ("-3.2149", "down")]
)
def test_an_industry_is_judged_by_its_change(change: str, direction: str | None) -> None:
    warned = RULES.sector(D(change))
    assert (warned and warned.direction) == direction


def test_the_connect_is_judged_like_an_index() -> None:
    assert RULES.connect(D("1.99")) is None
    warned = RULES.connect(D("-2.004"))
    assert warned is not None
    assert (warned.direction, warned.reasons) == ("down", (("move", D("-2.00")),))


def test_prices_that_cannot_be_warn_of_nothing() -> None:
    assert RULES.judge(replace(QUIET, previous_close=D(0))) is None
    assert RULES.judge(replace(QUIET, last=D(0))) is None


@given(some.decimals(min_value="1541.60", max_value="1884.18", places=2, allow_nan=False))
def test_it_points_the_way_the_price_has_gone(last: Decimal) -> None:
    warned = RULES.judge(replace(QUIET, last=last, high=max(last, D("1720.00")), low=min(last, D("1712.89"))))
    if warned:
        assert warned.direction == ("up" if last >= BEFORE else "down")
    if abs(last - BEFORE) / BEFORE > D("0.061"):
        assert warned is not None
