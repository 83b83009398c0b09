"""The bench's own arithmetic: a figure that misses its goal must say so."""

import json
from pathlib import Path

import pytest

from tests.load.connection import parse_head
from tests.load.facts import CachedFact, ColdReport
from tests.load.report import Row, draw_table, save, show


@pytest.mark.parametrize(
    ("ratio", "goal", "met"),
    [(0.5, ("≤", 0.5), True), (0.51, ("≤", 0.5), False), (3, ("≥", 3), True), (2.9, ("≥", 3), False)],
)
def test_the_ratio_is_judged_and_the_bound_itself_is_good(
    ratio: float, goal: tuple[str, float], met: bool
) -> None:
    assert Row("p50", "ms", ours=1, stock=1, ratio=ratio, goal=goal).met is met


def test_without_a_ratio_our_own_figure_is_judged() -> None:
    assert Row("upstream requests", "", ours=2, goal=("=", 1)).met is False
    assert Row("upstream requests", "", ours=1, goal=("=", 1)).met is True


def test_a_measure_that_was_left_out_is_neither_met_nor_missed() -> None:
    assert Row("p50", "ms", stock=90, goal=("≤", 0.5)).met is None


def test_the_table_lines_up_under_chinese_words() -> None:
    head, first, second = draw_table(
        [Row("一句话的行情", "ms", ours=8.25), Row("turns/s", "", ours=151.2, goal=("≥", 160))]
    ).splitlines()
    assert head.split() == ["stock", "ours", "ratio", "goal"]
    assert first == "一句话的行情         8.25 ms"
    assert second.split() == ["turns/s", "151", "≥", "160", "MISSED"]


def test_the_json_says_what_the_table_says(tmp_path: Path) -> None:
    save([Row("p50", "ms", ours=8, stock=80, ratio=0.1, goal=("≤", 0.5))], tmp_path / "new" / "latest.json")
    [found] = json.loads((tmp_path / "new" / "latest.json").read_text())
    assert (found["ours"], found["ratio"], found["met"]) == (8, 0.1, True)


@pytest.mark.parametrize(("value", "shown"), [(1.0, "1"), (0.123, "0.12"), (12.34, "12.3"), (151.2, "151")])
def test_three_digits_are_enough(value: float, shown: str) -> None:
    assert show(value) == shown


def test_a_head_gives_status_and_fields() -> None:
    status, fields = parse_head("http/1.1 200 ok\r\ncontent-length: 12\r\nconnection: keep-alive\r\n\r\n")
    assert status == 200
    assert fields == {"content-length": "12", "connection": "keep-alive"}


def test_a_fact_is_measured_against_a_quote_and_a_report_against_its_sources() -> None:
    assert CachedFact(fact=12.5, quote=12.0).more == 0.5
    assert ColdReport(seconds=6.0, in_turn=24.0).share == 0.25
