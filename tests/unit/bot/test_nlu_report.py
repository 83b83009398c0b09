"""The report on understanding: its figures, and the page it writes them into."""

from pathlib import Path

import pytest

from tests.nlu.report.page import BEGIN, END, write
from tests.nlu.report.pipeline import Understood
from tests.nlu.report.questions import Question
from tests.nlu.report.scores import calibration, calibration_error, confusions, macro_f1, score


def answered(
    meant: str, *likely: str, intent: str | None = None, confidence: float = 0.9
) -> tuple[Question, Understood]:
    return Question("?", meant), Understood(intent or likely[0], confidence, list(likely), [], 2.0, 1.0)


ANSWERS = [
    answered("greet", "greet", "thanks"),
    answered("greet", "thanks", "greet", confidence=0.6),
    answered("greet", "greet", intent="nlu_fallback", confidence=0.2),
    answered("thanks", "thanks"),
]


def test_asking_back_is_not_right_although_the_first_guess_was() -> None:
    found = score(ANSWERS)
    assert (found.right, found.first, found.top3, found.asked_back) == (0.5, 0.75, 1.0, 0.25)


def test_a_rare_intent_counts_as_much_as_a_frequent_one() -> None:
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "a", "a"]) == pytest.approx((6 / 7 + 0) / 2)


def test_mistakes_are_counted_by_pairs() -> None:
    assert confusions(ANSWERS, 5) == [("greet", "thanks", 1)]


def test_confidence_is_compared_with_the_truth() -> None:
    bins = calibration(ANSWERS)
    assert [(each.questions, each.right) for each in bins] == [(1, 1.0), (1, 0.0), (2, 1.0)]
    assert calibration_error(bins) == pytest.approx((0.8 + 0.6 + 2 * 0.1) / 4)


def test_the_page_keeps_its_prose(tmp_path: Path) -> None:
    page = tmp_path / "nlu.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(page, "new")
    assert page.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


def test_a_page_without_marks_gets_them(tmp_path: Path) -> None:
    write(tmp_path / "nlu.md", "new")
    assert (tmp_path / "nlu.md").read_text() == f"# Understanding\n\n{BEGIN}\nnew\n{END}\n"
