"""The yellow level, and the counter of days below a delisting line."""

from datetime import date, timedelta
from decimal import Decimal

from rules.delisting import Delisting, Line
from rules.warning_levels import Amplitude, Day, WarningLevels, Watch

TODAY = date(2026, 11, 23)


def day(place: int, high: str, low: str, *, unlimited: bool = False) -> Day:
    return Day(TODAY + timedelta(days=place), Decimal(high), Decimal(low), Decimal(10), unlimited)


def amplitude(levels: WarningLevels, *days: Day) -> Amplitude:
    found = levels.amplitude(days, TODAY)
    assert isinstance(found, Amplitude)
    return found


def watch(levels: WarningLevels, *values: str) -> Watch:
    line = Delisting.load().line("price", "sz_main", TODAY)
    assert isinstance(line, Line)
    found = levels.watch(line, [Decimal(value) for value in values], TODAY)
    assert isinstance(found, Watch)
    return found


def test_three_days_above_fifteen_percent_are_yellow(levels: WarningLevels) -> None:
    found = amplitude(levels, *(day(place, "11.6", "10") for place in range(3)))
    assert found.reached
    assert len(found.days) == 3


def test_fifteen_percent_exactly_is_not_above(levels: WarningLevels) -> None:
    assert amplitude(levels, day(0, "11.5", "10")).days == ()


def test_a_quiet_day_breaks_the_row(levels: WarningLevels) -> None:
    wild, quiet = day(0, "12", "10"), day(1, "10.1", "10")
    assert not amplitude(levels, wild, wild, quiet, wild).reached
    assert amplitude(levels, wild, wild, wild, quiet).days == ()
    assert amplitude(levels).days == ()


def test_days_without_a_limit_are_tagged(levels: WarningLevels) -> None:
    wild, free = day(0, "12", "10"), day(1, "19", "10", unlimited=True)
    assert amplitude(levels, wild, free, wild).unlimited
    assert not amplitude(levels, free, wild, wild, wild).unlimited


def test_days_below_the_line_are_counted_among_the_last_twenty(levels: WarningLevels) -> None:
    found = watch(levels, *["0.9"] * 5, *["1.1"] * 15, *["0.9"] * 5)
    assert (found.below, found.of, found.reached) == (5, 20, False)
    assert watch(levels, *["0.9", "1.1"] * 10).reached
