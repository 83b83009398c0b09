"""Points become a level by fixed rules: bounded, rising with the points, and overridden only downwards."""

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from customers.suitability.questionnaire import Answers, Letters, Question
from customers.suitability.reading import Questionnaires
from customers.suitability.scoring import (
    ALL,
    band_of,
    contradictions,
    fold,
    is_senior,
    outcome,
    pending,
)

SHEET = Questionnaires.load().current


def some(question: Question) -> st.SearchStrategy[Letters]:
    """Answers that the question allows."""
    if not question.several:
        return st.sampled_from([(letter,) for letter in question.letters])
    alone = [option.letter for option in question.options if option.alone]
    others = [letter for letter in question.letters if letter not in alone]
    sets = st.sets(st.sampled_from(others), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    return sets | st.sampled_from([(letter,) for letter in alone]) if alone else sets


ANSWERED = st.fixed_dictionaries({question.id: some(question) for question in SHEET.questions})
QUESTIONS = st.sampled_from(SHEET.questions)
MILD = {"age": ("B",), "capacity": ("A",), "max_loss": ("B",)}
"""Answers that override nothing."""


@given(ANSWERED)
def test_a_score_stays_within_what_can_be_reached(answers: Answers) -> None:
    assert 0 <= outcome(SHEET, answers).score <= sum(each.most for each in SHEET.questions) == 100


@given(ANSWERED, QUESTIONS, st.data())
def test_more_points_never_lower_the_level(
    answers: Mapping[str, Letters], question: Question, data: st.DataObject
) -> None:
    other = data.draw(some(question))
    assume(question.points(other) >= question.points(answers[question.id]))
    before, after = {**answers, **MILD}, {**answers, **MILD, question.id: other}
    assume(not outcome(SHEET, after).reasons)
    assert outcome(SHEET, after).score >= outcome(SHEET, before).score or question.id in MILD
    levels = band_of(SHEET, outcome(SHEET, before).score), band_of(SHEET, outcome(SHEET, after).score)
    assert levels[1].floor >= levels[0].floor or question.id in MILD


@pytest.mark.parametrize(
    ("question", "letter", "reason"),
    [("max_loss", "A", "no_loss"), ("capacity", "B", "no_capacity"), ("age", "A", "minor")],
)
@given(ANSWERED)
def test_who_can_bear_nothing_is_in_the_lowest_class_whatever_the_points(
    question: str, letter: str, reason: str, answers: Answers
) -> None:
    came = outcome(SHEET, {**answers, question: (letter,)})
    assert came.level == "C1"
    assert came.lowest
    assert reason in came.reasons


@given(ANSWERED, QUESTIONS, st.data())
def test_an_answer_that_is_changed_counts_as_if_given_so_at_first(
    answers: Mapping[str, Letters], question: Question, data: st.DataObject
) -> None:
    other = data.draw(some(question))
    changed = fold([*answers.items(), (question.id, other)])
    assert outcome(SHEET, changed) == outcome(SHEET, {**answers, question.id: other})


@given(ANSWERED, QUESTIONS)
def test_what_is_open_again_is_asked_again(answers: Mapping[str, Letters], question: Question) -> None:
    assert pending(SHEET, fold([*answers.items(), (question.id, ())])) == question
    assert pending(SHEET, fold(answers.items())) is None
    assert fold([*answers.items(), (ALL, ())]) == {}


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, "C1"),
        (19, "C1"),
        (20, "C2"),
        (36, "C2"),
        (37, "C3"),
        (53, "C3"),
        (54, "C4"),
        (82, "C4"),
        (83, "C5"),
    ],
)
def test_bands_begin_where_they_are_published(score: int, level: str) -> None:
    assert band_of(SHEET, score).level == level


@given(ANSWERED)
def test_answers_contradict_only_where_all_of_a_check_is_said(answers: Mapping[str, Letters]) -> None:
    failed = contradictions(SHEET, answers)
    for check in SHEET.checks:
        said = [bool(letters & set(answers[question])) for question, letters in check.when.items()]
        assert (check in failed) == all(said)


def test_who_is_old_enough_is_asked_twice() -> None:
    assert is_senior(SHEET, {"age": ("E",)})
    assert not is_senior(SHEET, {"age": ("D",)})
