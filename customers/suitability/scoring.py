"""What answers come to: which are lacking, which contradict each other, points and level. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from customers.suitability.questionnaire import Answers, Band, Check, Letters, Question, Questionnaire

ALL = "*"
"""The question of a row that takes back every answer before it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`lowest` is the lowest class of all, whatever the points: only the least risk, and no way around it.

    `reasons` are keys of the questionnaire's, why the level is not the one of the points.
    """

    score: int
    level: str
    lowest: bool
    reasons: tuple[str, ...]


def fold(given: Iterable[tuple[str, Letters]]) -> dict[str, Letters]:
    """The answers that count, of questions and options in the order in which they were given."""
    answers: dict[str, Letters] = {}
    for question, letters in given:
        if letters:
            answers[question] = letters
        elif question == ALL:
            answers.clear()
        else:
            answers.pop(question, None)
    return answers


def pending(questionnaire: Questionnaire, answers: Answers) -> Question | None:
    """The first question without an answer; None where all are answered."""
    return next((each for each in questionnaire.questions if not answers.get(each.id)), None)


def contradictions(questionnaire: Questionnaire, answers: Answers) -> tuple[Check, ...]:
    """The checks that answers fail."""
    return tuple(check for check in questionnaire.checks if _fails(check, answers))


def outcome(questionnaire: Questionnaire, answers: Answers) -> Outcome:
    """Points and level; an option that leads to the lowest class does so whatever else was answered."""
    score = sum(each.points(answers.get(each.id, ())) for each in questionnaire.questions)
    reasons = tuple(dict.fromkeys(_overrides(questionnaire, answers)))
    band = questionnaire.bands[0] if reasons else band_of(questionnaire, score)
    return Outcome(score, band.level, bool(reasons), reasons)


def band_of(questionnaire: Questionnaire, score: int) -> Band:
    """The band that points fall into."""
    return next(band for band in reversed(questionnaire.bands) if band.floor <= score)


def is_senior(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Whether who answered is to be asked twice and called back."""
    return any(
        option.senior for each in questionnaire.questions for option in each.chosen(answers.get(each.id, ()))
    )


def _overrides(questionnaire: Questionnaire, answers: Answers) -> Iterable[str]:
    for question in questionnaire.questions:
        for option in question.chosen(answers.get(question.id, ())):
            if option.lowest:
                yield option.lowest


def _fails(check: Check, answers: Answers) -> bool:
    return all(letters & set(answers.get(question, ())) for question, letters in check.when.items())
