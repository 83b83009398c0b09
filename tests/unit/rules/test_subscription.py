"""The ways of applying for new shares and convertible bonds."""

from datetime import date, time

import pytest

from rules.row import Row, Unknown
from rules.subscription import BOND, Subscription

DAY = date(2026, 11, 26)
RULES = Subscription.load()


def row(topic: str, market: str) -> Row:
    found = RULES.ask(topic, market, DAY)
    assert isinstance(found, Row)
    return found


@pytest.mark.parametrize(("market", "start"), [("SH", time(9, 30)), ("SZ", time(9, 15)), ("BJ", time(9, 15))])
def test_applications_are_taken_in_two_periods_of_the_day(market: str, start: time) -> None:
    periods = [tuple(map(time.fromisoformat, each.split("-"))) for each in row("hours", market).value.split()]
    assert periods == [(start, time(11, 30)), (time(13), time(15))]


def test_a_lot_of_a_convertible_bond_is_its_face_times_its_count() -> None:
    assert row("lot", BOND).number * row("face", BOND).number == row("lot_amount", BOND).number
    assert row("most", BOND).number % row("lot_amount", BOND).number == 0


def test_none_of_it_is_told_as_verified() -> None:
    assert not any(row(topic, "SH").verified for topic in ("hours", "counted", "revocable", "summed"))


def test_what_nobody_wrote_down_is_unknown() -> None:
    assert isinstance(RULES.ask("counted", "BJ", DAY), Unknown)
    assert isinstance(RULES.ask("revocable", BOND, DAY), Unknown)
