"""When regular reports are due at the latest."""

from datetime import date

import pytest

from rules.report_deadlines import Deadline, ReportDeadlines
from rules.row import Unknown

DEADLINES = ReportDeadlines.load()


@pytest.mark.parametrize(
    ("period", "last"),
    [
        (date(2026, 9, 30), date(2026, 10, 31)),
        (date(2026, 12, 31), date(2027, 4, 30)),
        (date(2027, 3, 31), date(2027, 4, 30)),
        (date(2027, 6, 30), date(2027, 8, 31)),
    ],
)
def test_a_report_is_due_by_the_last_day_of_its_season(period: date, last: date) -> None:
    deadline = DEADLINES.of(period)
    assert isinstance(deadline, Deadline)
    assert deadline.day == last


@pytest.mark.parametrize(
    ("board", "document"),
    [
        ("sz_main", "深证上〔2026〕549号"),
        ("chinext", "深证上〔2026〕550号"),
        ("sh_main", "上证发〔2026〕42号"),
    ],
)
def test_a_quarter_is_due_by_the_rules_of_its_own_exchange(board: str, document: str) -> None:
    deadline = DEADLINES.of(date(2026, 9, 30), board)
    assert isinstance(deadline, Deadline)
    assert deadline.row.document.number == document
    assert deadline.day == date(2026, 10, 31)


def test_a_period_before_the_rules_that_we_know_has_no_deadline() -> None:
    assert isinstance(DEADLINES.of(date(2019, 12, 31)), Unknown)


def test_nothing_unverified_passes_for_certain() -> None:
    deadline = DEADLINES.of(date(2026, 12, 31))
    assert isinstance(deadline, Deadline)
    assert not deadline.row.verified
