"""A class may hold what its row says, and the lowest class the least risk only."""

from datetime import date

import pytest

from rules.row import Unknown
from rules.suitability import Reach, Suitability

DAY = date(2026, 11, 27)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_class_reaches_the_risk_of_its_number(number: int) -> None:
    assert Suitability.load().reach(f"C{number}", DAY, lowest=False) == Reach(f"R{number}", False)


def test_the_lowest_class_reaches_the_least_risk_whatever_its_level() -> None:
    assert Suitability.load().reach("C5", DAY, lowest=True) == Reach("R1", False)


def test_of_a_class_that_is_not_there_nothing_is_known() -> None:
    assert isinstance(Suitability.load().reach("C9", DAY, lowest=False), Unknown)
