"""The desk's hours on a real stretch of the trading calendar."""

from datetime import date, datetime, time
from typing import Any

import pytest

from conversations.messages import SHANGHAI
from desk.errors import Unreadable
from desk.routing.hours import Hours, OpeningHours, Span

HOLIDAY = {date(2026, 10, day) for day in range(1, 9)}  # the National Day week of 2026


def is_trading_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAY


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def opening(**known: Any) -> OpeningHours:
    return OpeningHours(Hours.read(known), is_trading_day)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-30 08:29:59", False),
        ("2026-09-30 08:30", True),
        ("2026-09-30 17:29:59", True),
        ("2026-09-30 17:30", False),
        ("2026-10-03 10:00", False),  # Saturday
        ("2026-10-05 10:00", False),  # a Monday of the holiday
    ],
)
def test_the_desk_is_open_in_the_daytime_of_trading_days(moment: str, expected: bool) -> None:
    assert opening().is_open(at(moment)) is expected


def test_a_moment_of_another_zone_is_taken_as_shanghais() -> None:
    assert opening().is_open(datetime.fromisoformat("2026-09-30T01:00:00+00:00"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-29 07:00", "2026-09-29 08:30"),
        ("2026-09-29 09:00", "2026-09-30 08:30"),
        ("2026-09-30 17:30", "2026-10-09 08:30"),  # over the holiday
    ],
)
def test_the_next_opening_is_on_the_next_trading_day(moment: str, expected: str) -> None:
    assert opening().next_opening(at(moment)) == at(expected)


def test_a_desk_without_hours_opens_never() -> None:
    closed = opening(trading=[], other=[])
    assert closed.next_opening(at("2026-09-30 10:00")) is None
    assert not closed.is_open(at("2026-09-30 10:00"))


def test_the_peak_is_only_while_the_desk_is_open() -> None:
    hours = opening(peak_extra=2)
    assert hours.is_peak(at("2026-09-30 09:00"))
    assert not hours.is_peak(at("2026-09-30 10:30"))
    assert not hours.is_peak(at("2026-10-03 09:30"))
    assert (hours.allowance(at("2026-09-30 09:30")), hours.allowance(at("2026-09-30 11:00"))) == (2, 0)
    assert not opening(peak=None).is_peak(at("2026-09-30 09:30"))


def test_a_break_at_noon_and_a_duty_at_the_weekend() -> None:
    hours = opening(trading=[["08:30", "11:30"], ["13:00", "17:30"]], other=[["09:00", "12:00"]])
    assert not hours.is_open(at("2026-09-30 12:00"))
    assert hours.next_opening(at("2026-09-30 12:00")) == at("2026-09-30 13:00")
    assert hours.is_open(at("2026-10-03 09:00"))


def test_a_desk_may_be_open_round_the_clock() -> None:
    hours = opening(trading=[["00:00", "24:00"]])
    assert hours.is_open(at("2026-09-30 23:59:59"))
    assert Hours.read({"trading": [["00:00", "24:00"]]}).value["trading"] == [["00:00", "24:00"]]


def test_a_special_day_has_its_own_hours() -> None:
    hours = opening(special={"2026-09-30": [["08:30", "12:00"]], "2026-10-05": [["10:00", "11:00"]]})
    assert not hours.is_open(at("2026-09-30 13:00"))
    assert hours.is_open(at("2026-10-05 10:30"))


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"trading": "08:30"}, "trading"),
        ({"trading": [["08:30"]]}, "trading[0]"),
        ({"trading": [["8 Uhr", "17:30"]]}, "trading[0].begins"),
        ({"trading": [["08:30", 17]]}, "trading[0].ends"),
        ({"trading": [["17:30", "08:30"]]}, "trading[0].ends"),
        ({"other": [["08:30", "12:00"], ["11:00", "13:00"]]}, "other[1].begins"),
        ({"special": []}, "special"),
        ({"special": {"2026-02-30": []}}, "special.2026-02-30"),
        ({"special": {"2026-03-02": [["09:00", "08:00"]]}}, "special.2026-03-02[0].ends"),
        ({"peak": ["09:00"]}, "peak"),
        ({"peak_extra": -1}, "peak_extra"),
        ({"peak_extra": True}, "peak_extra"),
        ({"evening": []}, "evening"),
    ],
)
def test_what_cannot_be_hours_is_refused_with_its_place(known: dict[str, Any], field: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Hours.read(known)
    assert refused.value.field == field


def test_hours_come_back_from_json_as_they_were() -> None:
    hours = Hours(other=(Span(time(9), time(12)),), special={date(2026, 10, 10): ()}, peak=None, peak_extra=3)
    assert Hours.read(hours.value) == hours
    assert Hours.read(Hours().value) == Hours()
