"""Going back to a question, or to another one, and on again. Pure."""

from dataclasses import dataclass
from typing import Literal

from actions.suitability.hearing import Heard
from customers.suitability.attempts import Attempt
from customers.suitability.questionnaire import Question

Refusal = Literal["first", "no_such", "not_yet", "unanswered"]
"""Why a question can't be gone to: keys of the words `refused`."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The question to be shown, None for the end, and why it is still the same one."""

    question: Question | None
    refusal: Refusal | None = None


def move(attempt: Attempt, here: Question | None, heard: Heard) -> Moved:
    """`here` is the question shown, None at the end. A question keeps its answer until it gets another."""
    sheet = attempt.questionnaire
    count = len(sheet.questions)
    place = sheet.place(here.id) if here else count + 1
    wanted = {"back": place - 1, "forward": place + 1}.get(heard.kind, heard.place)
    if heard.kind == "back" and wanted < 1:
        return Moved(here, "first")
    if heard.kind == "forward" and wanted > count:
        return Moved(None) if attempt.pending is None else Moved(here, "unanswered")
    if not 1 <= wanted <= count:
        return Moved(here, "no_such")
    there = sheet.questions[wanted - 1]
    if there.id in attempt.answers or there.id == attempt.pending:
        return Moved(there)
    return Moved(here, "unanswered" if heard.kind == "forward" else "not_yet")
