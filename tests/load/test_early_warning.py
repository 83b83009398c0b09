"""The replay of the early warning counts what it says that it counts."""

from datetime import date
from decimal import Decimal

from market.bars import Bar
from market.sources.samples import FOLDER
from tests.load.early_warning import Days, count_day, leads, replayed_days, replayed_minutes

D = Decimal
DAY = date(2025, 8, 5)
BANK = "SH600000"


def counted(ref: str, previous: str, *prices: str) -> Days:
    days = Days()
    first, high, low, close = map(D, prices)
    count_day(ref, D(previous), Bar(DAY, first, high, low, close), days)
    return days


def test_the_minutes_that_are_there_are_replayed() -> None:
    (lead,) = replayed_minutes()
    assert (lead.ref, lead.day, lead.direction) == ("SH000001", date(2020, 7, 15), "down")
    assert lead.warned <= lead.extreme
    assert lead.held


def test_the_way_to_the_extreme_is_counted_in_minutes_of_trading() -> None:
    first = next(iter(replayed_minutes()))
    rows = [(first.warned.replace(hour=10, minute=minute), D(3400 - 30 * minute)) for minute in range(5)]
    (lead,) = leads("SH000001", rows, D(3400))
    assert (lead.warned.minute, lead.extreme.minute, lead.minutes) == (3, 4, 1)


def test_a_move_that_is_gone_by_the_close_was_needless() -> None:
    assert counted(BANK, "13.13", "13.15", "13.20", "13.05", "13.10").warned == 0
    assert counted(BANK, "13.13", "13.15", "14.00", "13.05", "13.95").needless == 0
    assert counted(BANK, "13.13", "13.15", "14.00", "13.05", "13.20").needless == 1


def test_a_limit_is_never_needless_and_may_be_there_at_once() -> None:
    touched = counted(BANK, "13.13", "13.15", "14.44", "13.05", "13.20")
    assert (touched.limit, touched.at_once, touched.needless) == (1, 0, 0)
    assert counted(BANK, "13.13", "14.44", "14.44", "14.44", "14.44").at_once == 1


def test_every_sample_is_replayed() -> None:
    assert {name: len(days.of) for name, days in replayed_days(FOLDER / "daily_bars").items()} == {
        "indices": 1,
        "funds": 4,
        "shares": 1,
    }
