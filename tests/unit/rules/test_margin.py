"""The lines of margin trading and the levels of suitability, as articles quote them."""

from datetime import date

import pytest

from rules.book import Book
from rules.row import Row

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.load()


def row(book: Book, address: str, day: date = DAY) -> Row:
    found = book.ask(address, day)
    assert isinstance(found, Row)
    return found


def test_the_margin_of_buying_is_that_of_its_day(book: Book) -> None:
    assert row(book, "margin.buying_margin", date(2026, 1, 18)).count == 80
    assert row(book, "margin.buying_margin", date(2026, 1, 19)).count == 100


def test_the_lines_stand_in_order_and_wait_to_be_checked(book: Book) -> None:
    lines = [row(book, f"margin.{name}") for name in ("liquidation", "warning", "attention", "withdrawal")]
    assert [line.count for line in lines] == sorted(line.count for line in lines)
    assert not any(line.verified for line in lines)


def test_a_warned_share_counts_for_nothing_as_collateral(book: Book) -> None:
    assert row(book, "margin.haircut@ST").count == 0
    assert row(book, "margin.haircut@share").count > 0


@pytest.mark.parametrize("level", ["C1", "C2", "C3", "C4", "C5"])
def test_each_level_may_buy_up_to_its_own_risk(book: Book, level: str) -> None:
    assert row(book, f"suitability.match@{level}").value[-1] == level[-1]


def test_the_lowest_class_may_buy_no_more_than_the_lowest_risk(book: Book) -> None:
    assert row(book, "suitability.match@lowest").value == "R1"
