"""Waiting is also counted in the hours in which somebody could have answered."""

from datetime import date, datetime

import pytest

from conversations.messages import SHANGHAI
from desk.metrics.service_time import service_seconds
from desk.routing.hours import Hours, OpeningHours

HOURS = OpeningHours(
    Hours.read({"trading": [["08:30", "11:30"], ["13:00", "17:30"]]}), lambda day: day.weekday() < 5
)
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        (at(FRIDAY, 10), at(FRIDAY, 10, 5), 5),
        (at(FRIDAY, 11, 20), at(FRIDAY, 13, 10), 20),
        (at(FRIDAY, 17, 20), at(MONDAY, 8, 45), 25),
        (at(FRIDAY, 18), at(FRIDAY, 23), 0),
        (at(FRIDAY, 10), at(FRIDAY, 10), 0),
    ],
)
def test_a_night_and_a_weekend_are_nobodys_delay(begin: datetime, end: datetime, minutes: int) -> None:
    assert service_seconds(HOURS, begin, end) == minutes * 60
