"""Abnormal movement: the lines of each board, and how far a share is from them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.abnormal import LINES, Abnormal, Closes, Line, TurnoverLine, deviation, turnover
from rules.row import Row, Unknown

BEFORE, SINCE = date(2026, 7, 3), date(2026, 7, 6)
START = date(2026, 11, 2)


def line(abnormal: Abnormal, kind: str = "abnormal", board: str = "sh_main", status: str = "normal") -> Line:
    found = abnormal.line(kind, board, status, SINCE)
    assert isinstance(found, Line)
    return found


def closes(*shares: str, index: str | tuple[str, ...] = "1000") -> list[Closes]:
    indices = (index,) * len(shares) if isinstance(index, str) else index
    return [
        Closes(START + timedelta(days=place), Decimal(share), Decimal(level))
        for place, (share, level) in enumerate(zip(shares, indices, strict=True))
    ]


@pytest.mark.parametrize(
    ("board", "status", "before", "since"),
    [
        ("sh_main", "normal", "20", "20"),
        ("sh_main", "ST", "12", "20"),
        ("sz_main", "ST", "12", "20"),
        ("star", "normal", "30", "30"),
        ("chinext", "ST", "30", "30"),
        ("bse", "normal", "40", "40"),
    ],
)
def test_three_days_have_their_line_by_board_and_status(
    abnormal: Abnormal, board: str, status: str, before: str, since: str
) -> None:
    for day, up in ((BEFORE, before), (SINCE, since)):
        found = abnormal.line("abnormal", board, status, day)
        assert isinstance(found, Line)
        assert (found.days.count, found.up.value, found.down.value) == (3, up, f"-{up}")


def test_severe_movement_is_counted_over_ten_and_thirty_days(abnormal: Abnormal) -> None:
    short, long = line(abnormal, "severe_short"), line(abnormal, "severe_long")
    assert (short.days.count, short.up.value, short.down.value) == (10, "100", "-50")
    assert (long.days.count, long.up.value, long.down.value) == (30, "200", "-70")


def test_the_lines_of_beijing_are_told_but_not_verified(abnormal: Abnormal) -> None:
    found = abnormal.lines("bse", "normal", SINCE)
    assert [each.kind for each in found] == ["abnormal"]
    assert not found[0].verified
    assert [each.kind for each in abnormal.lines("sz_main", "normal", SINCE)] == list(LINES)
    assert all(each.verified for each in abnormal.lines("sz_main", "normal", SINCE))


def test_the_severe_regime_of_beijing_is_unknown(abnormal: Abnormal) -> None:
    assert isinstance(abnormal.line("severe_short", "bse", "normal", SINCE), Unknown)
    assert isinstance(abnormal.line("severe_long", "bse", "normal", SINCE), Unknown)
    assert isinstance(abnormal.events("bse", SINCE), Unknown)
    assert isinstance(abnormal.line("severe_short", "bse", "normal", BEFORE), Unknown)


def test_repeated_movements_in_one_direction_are_severe(abnormal: Abnormal) -> None:
    for board, count in (("sh_main", 4), ("sz_main", 4), ("chinext", 3), ("star", 3)):
        found = abnormal.events(board, SINCE)
        assert not isinstance(found, Unknown)
        assert (found[0].count, found[1].count) == (count, 10)


@pytest.mark.parametrize(
    ("board", "index"), [("sh_main", "SH000002"), ("sz_main", "SZ399107"), ("chinext", "SZ399102")]
)
def test_each_board_has_its_benchmark(abnormal: Abnormal, board: str, index: str) -> None:
    found = abnormal.benchmark(board, SINCE)
    assert isinstance(found, Row)
    assert found.value == index


def test_a_deviation_is_the_compounded_return_less_that_of_the_index(abnormal: Abnormal) -> None:
    found = deviation(
        line(abnormal), closes("10", "11", "12.1", "13.31", index=("1000", "1010", "1010", "1010"))
    )
    assert found is not None
    assert found.highest == Decimal("32.1")
    assert found.to_up == Decimal("-12.1")
    assert found.reached


def test_the_shorter_windows_within_a_line_count_too(abnormal: Abnormal) -> None:
    found = deviation(line(abnormal), closes("10", "8", "8", "9.5"))
    assert found is not None
    assert found.highest == Decimal("18.75")
    assert found.up_since == START + timedelta(days=1)
    assert found.lowest == Decimal("-5")
    assert found.to_down == Decimal("15")
    assert not found.reached


def test_a_line_that_is_met_exactly_is_reached(abnormal: Abnormal) -> None:
    found = deviation(line(abnormal), closes("10", "12"))
    assert found is not None
    assert found.reached


def test_days_before_the_window_do_not_count(abnormal: Abnormal) -> None:
    found = deviation(line(abnormal), closes("5", "10", "10", "10", "10"))
    assert found is not None
    assert found.highest == 0


def test_no_window_crosses_a_reset(abnormal: Abnormal) -> None:
    given = closes("8", "10", "12", "12.6")
    announced = deviation(line(abnormal), given, reset=START + timedelta(days=1))
    assert announced is not None
    assert announced.highest == Decimal("26")
    assert announced.up_since == START + timedelta(days=1)
    assert deviation(line(abnormal), given, reset=given[-1].day) is None


def test_one_close_says_nothing(abnormal: Abnormal) -> None:
    assert deviation(line(abnormal), closes("10")) is None
    assert deviation(line(abnormal), []) is None


@given(st.lists(st.decimals(min_value="1", max_value="100", places=2), min_size=2, max_size=40))
def test_a_share_that_moves_with_its_index_does_not_deviate(levels: list[Decimal]) -> None:
    found = deviation(line(Abnormal.load()), [Closes(START, level, level) for level in levels])
    assert found is not None
    assert found.highest == found.lowest == 0


def test_turnover_needs_both_the_ratio_and_the_sum(abnormal: Abnormal) -> None:
    rule = abnormal.turnover_line("sh_main", SINCE)
    assert isinstance(rule, TurnoverLine)
    quiet = [Decimal("0.2")] * 5
    high = turnover(rule, [*quiet, *[Decimal(7)] * 3])
    assert high is not None
    assert (high.ratio, high.total, high.reached) == (Decimal(35), Decimal(21), True)
    lively = turnover(rule, [*[Decimal(2)] * 5, *[Decimal(7)] * 3])
    assert lively is not None
    assert not lively.reached
    assert turnover(rule, quiet) is None


def test_turnover_after_days_without_trade_has_no_ratio(abnormal: Abnormal) -> None:
    rule = abnormal.turnover_line("sz_main", SINCE)
    assert isinstance(rule, TurnoverLine)
    found = turnover(rule, [*[Decimal(0)] * 5, *[Decimal(7)] * 3])
    assert found is not None
    assert found.ratio is None
    assert not found.reached


def test_turnover_of_other_boards_is_unknown(abnormal: Abnormal) -> None:
    assert isinstance(abnormal.turnover_line("star", SINCE), Unknown)
    assert isinstance(abnormal.turnover_line("bse", SINCE), Unknown)
