"""What trading a share costs, by day."""

from datetime import date, timedelta

from rules.fees import Fees
from rules.row import Row, Table, Unknown

TODAY = date(2026, 11, 23)


def sums(day: date) -> list[str]:
    found = Fees.load().rates(day)
    assert not isinstance(found, Unknown)
    return [row.value for row in found.rows]


def value(topic: str, day: date, board: str = "any", status: str = "any") -> str:
    found = Table.load("fees").ask(topic, board, day, status)
    assert isinstance(found, Row)
    return found.value


def test_stamp_duty_was_halved_and_the_transfer_fee_before_it() -> None:
    assert sums(TODAY) == ["0.3", "5", "0.05", "0.001"]
    assert sums(date(2023, 8, 28) - timedelta(days=1)) == ["0.3", "5", "0.1", "0.001"]
    assert sums(date(2022, 4, 28)) == ["0.3", "5", "0.1", "0.002"]


def test_before_there_was_a_commission_of_today_nothing_is_reckoned() -> None:
    assert isinstance(Fees.load().rates(date(2002, 4, 30)), Unknown)


def test_who_holds_longer_pays_less_tax_on_dividends() -> None:
    held = ("within_month", "within_year", "over_year")
    assert [value("dividend_tax", TODAY, status=each) for each in held] == ["20", "10", "0"]
    assert value("dividend_tax", date(2015, 9, 7), status="over_year") == "5"


def test_beijing_takes_more_for_handling() -> None:
    assert [value("handling_fee", TODAY, board) for board in ("sz_main", "bse")] == ["0.00341", "0.0125"]


def test_nothing_of_the_fees_that_are_reckoned_counts_as_verified() -> None:
    found = Fees.load().rates(TODAY)
    assert not isinstance(found, Unknown)
    assert not any(row.verified for row in found.rows)
