"""What a person reads after a storm."""

from collections import Counter
from dataclasses import replace

from tests.chaos.balance import Imbalance
from tests.chaos.report import Report

REPORT = Report(
    seed=7,
    minutes=1.0,
    done={"kill gateway": 2, "restart postgres": 1},
    seconds={"kill gateway": [4.0, 9.5]},
    fates={"web": Counter(answered=3, unknown=1), "telegram": Counter(answered=2, people=1)},
    refused=1,
    again=2,
    settled_in=12.34,
    wrong=[],
    traces={"gateway": 0, "rasa": 2},
)


def test_it_says_how_to_have_the_same_again_and_what_it_was() -> None:
    text = REPORT.text()
    assert "python -m tests.chaos --minutes 1 --seed 7" in text
    [kills] = [line for line in text.splitlines() if line.startswith("kill")]
    assert _cells(kills) == ["kill gateway", "2", "9.5", "9.5"]
    assert "3 answered, 1 unknown" in text
    assert "accepted a second 0.1" in text
    assert [_cells(line)[1] for line in text.splitlines() if line.startswith("in all")] == ["3", "7"]
    assert "tracebacks in logs: 2 in rasa" in text


def test_balanced_books_are_said_to_be() -> None:
    assert REPORT.balanced
    assert "The books balance" in REPORT.text()


def test_what_is_wrong_stands_under_its_rule_by_numbers_of_rows() -> None:
    wrong = [Imbalance("two voices", f"1/{seq}") for seq in range(50)]
    report = replace(REPORT, wrong=[*wrong, Imbalance("a transcript has a gap", "3")])
    assert not report.balanced
    lines = report.text().splitlines()
    assert "- two voices (50):" in lines
    assert "    1/39" in lines
    assert "    1/40" not in lines
    assert lines[-2:] == ["- a transcript has a gap (1):", "    3"]


def _cells(line: str) -> list[str]:
    """What stands in the columns of a line."""
    return [part.strip() for part in line.split("  ") if part.strip()]
