"""Cross-validation: every example of the training data is asked by a model that never saw it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.components.encoder import Encoder
from bot.components.model import IntentModel, Settings
from tests.nlu.report.questions import Question
from tests.nlu.report.scores import macro_f1

_NEVER = 10**9  # so many examples no intent has: the trust is not learnt, which saves half of the time


@dataclass(frozen=True)
class Folds:
    """What the folds have in common: their number, and how well and how fast they learnt."""

    number: int
    examples: int
    intents: int
    right: float
    f1: float
    seconds: float


class Remembering:
    """An encoder that reads each text once, however many folds ask for it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Any] = {}

    def encode(self, texts: Sequence[str]) -> Any:
        strange = [text for text in dict.fromkeys(texts) if text not in self._known]
        if strange:
            self._known |= dict(zip(strange, self._encoder.encode(strange), strict=True))
        return np.stack([self._known[text] for text in texts])


def cross_validate(
    examples: Sequence[Question],
    lemma: Callable[[str], str],
    encoder: Encoder | None,
    settings: Settings,
    number: int = 5,
) -> Folds:
    """Asks each fold what the others teach; the examples are dealt out in turn, intent by intent."""
    ordered = sorted(examples, key=lambda example: example.intent)
    texts, meant = [lemma(example.text) for example in ordered], np.array([each.intent for each in ordered])
    dealt = np.arange(len(ordered)) % number
    guessed, seconds = meant.copy(), []
    for fold in range(number):
        learnt, asked = np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
        started = time.perf_counter()
        model = IntentModel.fit([texts[place] for place in learnt], meant[learnt].tolist(), encoder, settings)
        seconds.append(time.perf_counter() - started)
        chances = model.chances([texts[place] for place in asked], encoder, certain=1.1)
        guessed[asked] = np.array(model.intents)[chances.argmax(axis=1)]
    return Folds(
        number=number,
        examples=len(ordered),
        intents=len(set(meant)),
        right=float((guessed == meant).mean()),
        f1=macro_f1(meant.tolist(), guessed.tolist()),
        seconds=float(np.mean(seconds)),
    )


def without_trust(settings: dict[str, Any]) -> Settings:
    """The settings of the pipeline for models that are only asked for their likeliest intent."""
    return Settings(**{**settings, "leave_out": _NEVER})
