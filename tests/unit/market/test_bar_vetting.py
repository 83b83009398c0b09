"""Bars and minutes that contradict the calendar, themselves or their units are not shown."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from market.bar_vetting import KEPT, Measure, RawBar, as_of, vet
from market.errors import SourceChanged
from market.minute_vetting import RawMinute, vet_minutes
from market.session import Session
from tests.unit.market.given import moment

NOW = moment("2025-08-05 20:00:00")


def bar(day: str, prices: str, volume: str, amount: str) -> RawBar:
    opened, high, low, close = map(Decimal, prices.split())
    return RawBar(date.fromisoformat(day), opened, high, low, close, Decimal(volume), Decimal(amount))


MONDAY = bar("2025-08-04", "12.9 13.45 12.9 13.13", "997827", "1321632128")
TUESDAY = bar("2025-08-05", "13.15 13.78 13.14 13.75", "1336465", "1812400000")


def vetted(*rows: RawBar, session: Session, now: str = "") -> list[date]:
    bars = vet(rows, Measure(), "x", session, moment(now) if now else NOW)
    return [each.day for each in bars]


def test_rows_are_put_in_order_and_a_row_told_twice_is_one(session: Session) -> None:
    assert vetted(TUESDAY, MONDAY, TUESDAY, session=session) == [MONDAY.day, TUESDAY.day]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (replace(TUESDAY, close=Decimal("13.80")), "order"),
        (replace(TUESDAY, low=Decimal(0)), "order"),
        (replace(TUESDAY, day=date(2025, 8, 3)), "day"),
        (replace(TUESDAY, day=date(2025, 8, 6)), "day"),
        (replace(TUESDAY, volume=Decimal(-1)), "negative"),
        (replace(TUESDAY, change=Decimal("0.62"), percent=Decimal("0.62")), "change"),
        (replace(TUESDAY, change=Decimal("13.75"), percent=Decimal(1)), "change"),
        (replace(TUESDAY, volume=Decimal(13)), "units"),
        (replace(MONDAY, close=Decimal("13.14")), "duplicate day"),
    ],
)
def test_what_contradicts_itself_is_refused(row: RawBar, fault: str, session: Session) -> None:
    with pytest.raises(SourceChanged) as caught:
        vetted(MONDAY, row, session=session)
    assert caught.value.missing == (fault,)


def test_a_stated_change_gives_the_close_before(session: Session) -> None:
    told = replace(TUESDAY, change=Decimal("0.62"), percent=Decimal("4.72"))
    (only,) = vet([told], Measure(), "x", session, NOW)
    assert only.previous_close == Decimal("13.13")


def test_without_a_change_it_is_the_bar_before_and_unknown_for_the_first(session: Session) -> None:
    first, second = vet([MONDAY, TUESDAY], Measure(), "x", session, NOW)
    assert (first.previous_close, second.previous_close) == (None, Decimal("13.13"))


@pytest.mark.parametrize(("volume", "lots"), [("1336465", (100, 1)), ("133646594", (1, 100))])
def test_each_row_shows_its_own_unit(volume: str, lots: tuple[int, ...], session: Session) -> None:
    rows = [MONDAY, replace(TUESDAY, volume=Decimal(volume))]
    shares = [each.volume for each in vet(rows, Measure(lots), "x", session, NOW)]
    assert shares == [99_782_700, pytest.approx(133_646_594, abs=99)]


def test_a_single_day_whose_volume_does_not_fit_loses_only_that(session: Session) -> None:
    days = [date(2025, 8, 5)]
    while len(days) < 30:
        days.append(session.days.before(days[-1]))
    rows = [replace(TUESDAY, day=day) for day in days]
    rows[7] = replace(rows[7], volume=Decimal(13))
    bars = vet(rows, Measure(), "x", session, NOW)
    unknown = [each.day for each in bars if each.volume is None]
    assert unknown == [days[7]]
    assert [each.amount for each in bars if each.volume is None] == [None]


def test_adjusted_prices_may_stand_below_the_traded_ones(session: Session) -> None:
    halved = replace(
        TUESDAY,
        open=TUESDAY.open / 2,
        high=TUESDAY.high / 2,
        low=TUESDAY.low / 2,
        close=TUESDAY.close / 2,
    )
    (only,) = vet([halved], Measure(adjusted=True), "x", session, NOW)
    assert only.volume == 133_646_500
    with pytest.raises(SourceChanged, match="units"):
        vet([halved], Measure(), "x", session, NOW)


def test_an_index_may_lack_what_shows_its_unit(session: Session) -> None:
    close = bar("2020-07-16", "3356.11 3373.53 3209.76 3210.1", "486366915", "0")
    (only,) = vet([close], Measure(index=True), "x", session, moment("2020-07-16 20:00:00"))
    assert (only.volume, only.amount, only.close) == (None, None, Decimal("3210.1"))


def test_a_day_without_trading_has_no_bar(session: Session) -> None:
    halted = bar("2025-08-05", "13.13 13.13 13.13 13.13", "0", "0")
    assert vetted(MONDAY, halted, session=session) == [MONDAY.day]


def test_before_continuous_trading_todays_price_is_virtual(session: Session) -> None:
    assert vetted(MONDAY, TUESDAY, session=session, now="2025-08-05 09:20:00") == [MONDAY.day]
    assert vetted(MONDAY, TUESDAY, session=session, now="2025-08-05 09:31:00") == [MONDAY.day, TUESDAY.day]


def test_more_than_is_kept_is_cut_at_the_old_end(session: Session) -> None:
    days = [TUESDAY.day]
    while len(days) < KEPT + 20:
        days.append(session.days.before(days[-1]))
    bars = vetted(*(replace(TUESDAY, day=day) for day in days), session=session)
    assert (len(bars), bars[-1]) == (KEPT, TUESDAY.day)


@pytest.mark.parametrize(
    ("now", "time"),
    [
        ("2025-08-05 10:30:00", "2025-08-05 10:30:00"),
        ("2025-08-05 12:10:00", "2025-08-05 11:30:00"),
        ("2025-08-05 15:10:00", "2025-08-05 15:00:00"),
        ("2025-08-07 10:00:00", "2025-08-05 15:00:00"),
    ],
)
def test_todays_bar_is_of_the_moment_and_an_older_one_of_its_close(
    now: str, time: str, session: Session
) -> None:
    assert as_of(TUESDAY.day, session, moment(now)) == moment(time)


def minute(clock: str, price: str, volume: str = "0", amount: str = "0") -> RawMinute:
    return RawMinute(moment(f"2025-08-05 {clock}:00"), Decimal(price), Decimal(volume), Decimal(amount))


CLOSING = minute("15:00", "13.75", "1336465", "1812400000")


def test_minutes_outside_continuous_trading_are_no_part_of_the_line(session: Session) -> None:
    rows = [minute("09:25", "13.15"), minute("09:31", "13.2"), minute("12:00", "13.3"), CLOSING]
    found = vet_minutes(rows, "x", session, NOW, index=False)
    assert [f"{each.at:%H:%M}" for each in found] == ["09:31", "15:00"]


def test_only_the_latest_day_is_shown(session: Session) -> None:
    rows = [replace(CLOSING, at=CLOSING.at - timedelta(days=1)), CLOSING]
    (only,) = vet_minutes(rows, "x", session, NOW, index=False)
    assert only.at == CLOSING.at


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([CLOSING, minute("14:59", "13.7")], "order"),
        ([replace(CLOSING, price=Decimal(0))], "price"),
        ([replace(CLOSING, volume=Decimal(-1))], "negative"),
        ([replace(CLOSING, at=moment("2025-08-06 10:00:00"))], "time"),
        ([replace(CLOSING, at=moment("2025-08-03 10:00:00"))], "day"),
    ],
)
def test_minutes_that_contradict_themselves_are_refused(
    rows: list[RawMinute], fault: str, session: Session
) -> None:
    with pytest.raises(SourceChanged) as caught:
        vet_minutes(rows, "x", session, NOW, index=False)
    assert caught.value.missing == (fault,)


def test_an_average_outside_the_days_prices_is_not_believed(session: Session) -> None:
    given = replace(CLOSING, average=Decimal("1375"), amount=None)
    (only,) = vet_minutes([given], "x", session, NOW, index=False)
    assert (only.average, only.volume) == (None, None)


def test_an_index_has_no_average(session: Session) -> None:
    (only,) = vet_minutes([CLOSING], "x", session, NOW, index=True)
    assert only.average is None


def test_no_minutes_are_no_line(session: Session) -> None:
    assert vet_minutes([], "x", session, NOW, index=False) == ()
