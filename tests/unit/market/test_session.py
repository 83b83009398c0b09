"""The trading day, asked about one instant at a time."""

from datetime import date

import pytest

from market.session import Phase, Session, TradingDays
from tests.unit.market.given import moment

PHASES: list[tuple[str, Phase]] = [
    ("2026-11-23 00:00:00", "pre_open"),
    ("2026-11-23 09:14:59", "pre_open"),
    ("2026-11-23 09:15:00", "auction"),
    ("2026-11-23 09:24:59", "auction"),
    ("2026-11-23 09:25:00", "pre_open"),
    ("2026-11-23 09:30:00", "trading"),
    ("2026-11-23 11:29:59", "trading"),
    ("2026-11-23 11:30:00", "lunch"),
    ("2026-11-23 13:00:00", "trading"),
    ("2026-11-23 14:57:00", "closing_auction"),
    ("2026-11-23 15:00:00", "closed"),
    ("2026-11-23 15:05:00", "after_hours"),
    ("2026-11-23 15:30:00", "closed"),
    ("2026-11-22 10:00:00", "closed"),
    ("2026-10-01 10:00:00", "closed"),
]


@pytest.mark.parametrize(("at", "phase"), PHASES)
def test_each_hour_has_its_phase(session: Session, at: str, phase: Phase) -> None:
    assert session.phase(moment(at)) == phase


def test_an_instant_of_another_zone_is_the_same_instant(session: Session) -> None:
    utc = moment("2026-11-23 10:00:00").astimezone(tz=None)
    assert session.phase(utc) == "trading"


def test_a_working_saturday_is_no_trading_day(session: Session) -> None:
    assert session.phase(moment("2026-10-10 10:00:00")) == "closed"


@pytest.mark.parametrize(
    ("at", "start"),
    [
        ("2026-11-23 08:00:00", "2026-11-23 09:15:00"),
        ("2026-11-23 12:00:00", "2026-11-23 13:00:00"),
        ("2026-11-23 16:00:00", "2026-11-24 09:15:00"),
        ("2026-11-20 16:00:00", "2026-11-23 09:15:00"),
        ("2026-12-31 16:00:00", "2027-01-04 09:15:00"),
    ],
)
def test_prices_move_again_at_the_next_open(session: Session, at: str, start: str) -> None:
    assert session.next_move(moment(at)) == moment(start)


@pytest.mark.parametrize(
    ("at", "rest"),
    [
        ("2026-11-23 08:00:00", "2026-11-20 15:30:00"),
        ("2026-11-23 12:00:00", "2026-11-23 11:30:00"),
        ("2026-11-23 16:00:00", "2026-11-23 15:30:00"),
        ("2026-11-22 16:00:00", "2026-11-20 15:30:00"),
    ],
)
def test_prices_came_to_rest_at_noon_or_after_the_close(session: Session, at: str, rest: str) -> None:
    assert session.last_rest(moment(at)) == moment(rest)


@pytest.mark.parametrize(
    ("at", "moving"),
    [
        ("2026-11-23 09:14:59", False),
        ("2026-11-23 09:15:00", True),
        ("2026-11-23 11:30:00", False),
        ("2026-11-23 15:29:59", True),
        ("2026-11-23 15:30:00", False),
        ("2026-11-22 10:00:00", False),
    ],
)
def test_prices_or_amounts_move_from_the_auction_to_the_end_of_after_hours(
    session: Session, at: str, moving: bool
) -> None:
    assert session.is_moving(moment(at)) is moving


def test_before_the_open_the_last_day_is_yesterday(session: Session) -> None:
    assert session.last_day(moment("2026-11-23 09:20:00")) == date(2026, 11, 20)
    assert session.last_day(moment("2026-11-23 09:30:00")) == date(2026, 11, 23)


def test_days_go_on_after_the_package_ends(session: Session) -> None:
    assert session.phase(moment("2027-01-01 10:00:00")) == "closed"
    assert session.phase(moment("2027-01-04 10:00:00")) == "trading"


def test_beyond_all_known_days_a_weekday_trades() -> None:
    days = TradingDays([date(2026, 11, 20), date(2026, 11, 23)])
    assert date(2030, 1, 2) in days
    assert date(2030, 1, 5) not in days
    assert days.after(date(2026, 11, 23)) == date(2026, 11, 24)
    assert days.before(date(2026, 11, 23)) == date(2026, 11, 20)
    assert days.before(date(2026, 11, 20)) == date(2026, 11, 19)
    assert days.before(date(2030, 1, 7)) == date(2030, 1, 4)
    assert date(2030, 1, 7) in TradingDays([])


@pytest.mark.parametrize(
    ("day", "certainty"),
    [
        (date(2026, 12, 31), "official"),
        (date(2027, 1, 1), "provisional"),
        (date(2027, 12, 31), "provisional"),
        (date(2028, 1, 3), "unknown"),
        (date(1990, 1, 2), "unknown"),
    ],
)
def test_only_announced_days_are_official(session: Session, day: date, certainty: str) -> None:
    assert session.days.certainty(day) == certainty


def test_days_given_without_a_limit_are_official_to_the_last() -> None:
    days = TradingDays([date(2026, 11, 20), date(2026, 11, 23)])
    assert days.certainty(date(2026, 11, 23)) == "official"
    assert days.certainty(date(2026, 11, 24)) == "unknown"
    assert TradingDays([]).certainty(date(2026, 11, 23)) == "unknown"
