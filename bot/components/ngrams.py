"""A linear model of intents over runs and pairs of characters: fitted by scikit-learn, asked without it.

Asking scikit-learn for one short message costs milliseconds, mostly checks of sparse matrices; a
dictionary and a few rows of weights give the same figures in a fraction of one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

_WORDS = "ngrams.json"
_NUMBERS = "weights.npz"
_SHARPNESS = 6.0  # of margins made chances: likeliest by cross-validation on the training examples


@dataclass(frozen=True)
class NgramModel:
    """`grams` gives a feature's row in `idf` and `weights`; the columns are `intents`."""

    intents: list[str]
    grams: dict[str, int]
    longest: int
    reach: int
    idf: Any
    weights: Any
    intercept: Any

    @classmethod
    def fit(
        cls, texts: Sequence[str], intents: Sequence[str], longest: int, reach: int, strength: float
    ) -> NgramModel:
        """One balanced support vector machine an intent, of at least three intents; `strength` is its C.

        Machines that only look at the examples near the border understand strangers better than
        regressions, which fit the examples they know better.
        """
        vectorizer = TfidfVectorizer(  # type: ignore[no-untyped-call]
            analyzer=lambda text: features(text, longest, reach), sublinear_tf=True
        )
        rows = vectorizer.fit_transform(texts)  # type: ignore[no-untyped-call]
        machine = LinearSVC(C=strength, class_weight="balanced", random_state=42)  # type: ignore[no-untyped-call]
        machine.fit(rows, intents)  # type: ignore[no-untyped-call]
        return cls(
            intents=[str(intent) for intent in machine.classes_],
            grams={gram: int(row) for gram, row in vectorizer.vocabulary_.items()},
            longest=longest,
            reach=reach,
            idf=vectorizer.idf_,
            weights=machine.coef_.T.copy(),
            intercept=machine.intercept_,
        )

    def confidences(self, text: str) -> dict[str, float]:
        """Each intent's chance, lowered by the square of the share of features that are known.

        A machine is sure of what it knows nothing about; an unheard name must not be taken for a yes.
        """
        counts = Counter(features(text, self.longest, self.reach))
        rows = [self.grams[gram] for gram in counts if gram in self.grams]
        if not rows:
            return dict.fromkeys(self.intents, 0.0)
        seen = np.array([counts[gram] for gram in counts if gram in self.grams], dtype=float)
        weighed = (1.0 + np.log(seen)) * self.idf[rows]
        margins = (weighed / np.linalg.norm(weighed)) @ self.weights[rows] + self.intercept
        chances = np.exp(_SHARPNESS * (margins - margins.max()))
        known = (seen.sum() / sum(counts.values())) ** 2
        return dict(zip(self.intents, (chances / chances.sum() * known).tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write the model into two files of `folder`."""
        words = {
            "intents": self.intents,
            "longest": self.longest,
            "reach": self.reach,
            "grams": self.grams,
        }
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / _NUMBERS, idf=self.idf, weights=self.weights, intercept=self.intercept)

    @classmethod
    def load(cls, folder: Path) -> NgramModel:
        """Read what `save` wrote."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as numbers:
            return cls(**words, **{name: numbers[name] for name in numbers.files})


def features(text: str, longest: int, reach: int) -> list[str]:
    """Every run of one to `longest` characters, and every two characters in order at most `reach` apart.

    Pairs bridge what people put in between: 涨~停 stands in 涨停 as in 涨不涨停.
    """
    lower = text.lower()
    runs = [
        lower[start : start + size]
        for size in range(1, longest + 1)
        for start in range(len(lower) - size + 1)
    ]
    pairs = [
        f"{first}~{second}"
        for place, first in enumerate(lower)
        for second in lower[place + 1 : place + 1 + reach]
    ]
    return runs + pairs
