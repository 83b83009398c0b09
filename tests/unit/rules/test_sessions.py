"""The hours of a trading day, by board and day."""

from datetime import date, time

import pytest

from rules.boards import BOARDS
from rules.halts import Halt, Halts
from rules.row import Unknown
from rules.sessions import Period, Sessions

BEFORE, SINCE = date(2026, 7, 3), date(2026, 7, 6)


@pytest.mark.parametrize("board", [*BOARDS, "sz_fund", "sh_fund"])
def test_every_day_begins_with_an_auction_and_ends_with_one(sessions: Sessions, board: str) -> None:
    periods = sessions.of(board, SINCE)
    assert [period.start for period in periods][:4] == [time(9, 15), time(9, 30), time(13), time(14, 57)]
    assert all(period.start < period.end for period in periods)


@pytest.mark.parametrize(
    ("board", "before", "since"),
    [
        ("sh_main", False, True),
        ("sz_main", False, True),
        ("star", True, True),
        ("chinext", True, True),
        ("sh_fund", False, True),
    ],
)
def test_all_shares_of_shanghai_and_shenzhen_trade_after_hours_since_july_2026(
    sessions: Sessions, board: str, before: bool, since: bool
) -> None:
    for day, there in ((BEFORE, before), (SINCE, since)):
        assert isinstance(sessions.period("after_hours", board, day), Period) is there


def test_whether_beijing_trades_after_hours_is_unknown(sessions: Sessions) -> None:
    found = sessions.period("after_hours", "bse", SINCE)
    assert isinstance(found, Unknown)
    assert found.document is not None


def test_funds_of_shanghai_close_by_auction_since_july_2026(sessions: Sessions) -> None:
    before = sessions.period("afternoon", "sh_fund", BEFORE)
    assert isinstance(before, Period)
    assert before.end == time(15)
    assert isinstance(sessions.period("closing_auction", "sh_fund", BEFORE), Unknown)
    assert isinstance(sessions.period("closing_auction", "sh_fund", SINCE), Period)


def test_orders_are_bound_in_the_last_minutes_of_both_auctions(sessions: Sessions) -> None:
    opening = sessions.period("opening_no_cancel", "sz_main", SINCE)
    closing = sessions.period("closing_no_cancel", "sz_main", SINCE)
    assert isinstance(opening, Period)
    assert isinstance(closing, Period)
    assert (opening.start, opening.end) == (time(9, 20), time(9, 25))
    assert (closing.start, closing.end) == (time(14, 57), time(15))


@pytest.mark.parametrize(("board", "verified"), [("sh_main", True), ("chinext", True), ("bse", False)])
def test_a_share_without_limit_halts_twice_for_ten_minutes(board: str, verified: bool) -> None:
    found = Halts.load().on(board, SINCE)
    assert isinstance(found, Halt)
    assert (found.first.count, found.second.count, found.minutes.count) == (30, 60, 10)
    assert found.until == time(14, 57)
    assert found.verified is verified


def test_halts_of_a_day_before_the_rows_are_unknown() -> None:
    assert isinstance(Halts.load().on("sh_main", BEFORE), Unknown)
