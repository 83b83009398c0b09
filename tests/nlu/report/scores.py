"""What answers to questions are worth: pure figures over what was meant and what was understood."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tests.nlu.report.pipeline import Understood
from tests.nlu.report.questions import Question

Answered = Sequence[tuple[Question, Understood]]


@dataclass(frozen=True)
class Score:
    """Of one set: `right` in the end, `first` in the ranking or in its first three, asked back, and how fast.

    `f1` is the mean over the set's intents, so a rare one counts as much as a frequent one. `busy` is the
    median of the processor's milliseconds, which other programs on the machine do not change.
    """

    questions: int
    right: float
    first: float
    f1: float
    top3: float
    asked_back: float
    busy: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Bin:
    """Questions of about one confidence: how sure the model was, and how often it was right."""

    questions: int
    confidence: float
    right: float


def score(answered: Answered) -> Score:
    """The figures of one set."""
    meant = [question.intent for question, _ in answered]
    guessed = [understood.likely[0] for _, understood in answered]
    times = [understood.milliseconds for _, understood in answered]
    return Score(
        questions=len(answered),
        right=_share(understood.intent == question.intent for question, understood in answered),
        first=_share(guess == intent for guess, intent in zip(guessed, meant, strict=True)),
        f1=macro_f1(meant, guessed),
        top3=_share(question.intent in understood.likely[:3] for question, understood in answered),
        asked_back=_share(understood.intent == "nlu_fallback" for _, understood in answered),
        busy=float(np.median([understood.busy for _, understood in answered])),
        p50=float(np.percentile(times, 50)),
        p99=float(np.percentile(times, 99)),
    )


def macro_f1(meant: Sequence[str], guessed: Sequence[str]) -> float:
    """The mean F1 of the intents that were meant."""
    hits = Counter(intent for intent, guess in zip(meant, guessed, strict=True) if intent == guess)
    wanted, given = Counter(meant), Counter(guessed)
    return float(np.mean([2 * hits[intent] / (wanted[intent] + given[intent]) for intent in wanted]))


def confusions(answered: Answered, most: int) -> list[tuple[str, str, int]]:
    """The pairs that are most often mistaken: what was meant, what was understood, how often."""
    pairs = Counter(
        (question.intent, understood.likely[0])
        for question, understood in answered
        if understood.likely[0] != question.intent
    )
    return [(meant, guess, number) for (meant, guess), number in pairs.most_common(most)]


def calibration(answered: Answered, bins: int = 10) -> list[Bin]:
    """How often the model is right, by how sure it is."""
    sure = np.array([understood.confidence for _, understood in answered])
    right = np.array([understood.likely[0] == question.intent for question, understood in answered])
    places = np.minimum((sure * bins).astype(int), bins - 1)
    found = [(places == place) for place in range(bins)]
    return [
        Bin(int(each.sum()), float(sure[each].mean()), float(right[each].mean()))
        for each in found
        if each.any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance between confidence and truth."""
    total = sum(each.questions for each in bins)
    return sum(each.questions * abs(each.confidence - each.right) for each in bins) / total


def _share(hits: Iterable[bool]) -> float:
    return float(np.mean(list(hits)))
