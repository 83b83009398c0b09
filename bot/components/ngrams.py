"""A linear model of intents over character n-grams: fitted by scikit-learn, asked without it.

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
from sklearn.linear_model import LogisticRegression

_WORDS = "ngrams.json"
_NUMBERS = "weights.npz"


@dataclass(frozen=True)
class NgramModel:
    """`grams` gives an n-gram's row in `idf` and `weights`; the columns are `intents`."""

    intents: list[str]
    grams: dict[str, int]
    longest: int
    idf: Any
    weights: Any
    intercept: Any

    @classmethod
    def fit(cls, texts: Sequence[str], intents: Sequence[str], longest: int, strength: float) -> NgramModel:
        """One balanced regression an intent, of which there are at least three; `strength` is its C."""
        vectorizer = TfidfVectorizer(  # type: ignore[no-untyped-call]
            analyzer=lambda text: ngrams(text, longest), sublinear_tf=True
        )
        features = vectorizer.fit_transform(texts)  # type: ignore[no-untyped-call]
        regression = LogisticRegression(  # type: ignore[no-untyped-call]
            C=strength, class_weight="balanced", solver="liblinear", random_state=42
        )
        regression.fit(features, intents)  # type: ignore[no-untyped-call]
        return cls(
            intents=[str(intent) for intent in regression.classes_],
            grams={gram: int(row) for gram, row in vectorizer.vocabulary_.items()},
            longest=longest,
            idf=vectorizer.idf_,
            weights=regression.coef_.T.copy(),
            intercept=regression.intercept_,
        )

    def confidences(self, text: str) -> dict[str, float]:
        """Each intent's chance, lowered by the root of the share of n-grams that are known.

        A regression is sure of what it knows nothing about; an unheard name must not be taken for a yes.
        """
        counts = Counter(ngrams(text, self.longest))
        rows = [self.grams[gram] for gram in counts if gram in self.grams]
        if not rows:
            return dict.fromkeys(self.intents, 0.0)
        seen = np.array([counts[gram] for gram in counts if gram in self.grams], dtype=float)
        features = (1.0 + np.log(seen)) * self.idf[rows]
        scores = (features / np.linalg.norm(features)) @ self.weights[rows] + self.intercept
        chances = 1.0 / (1.0 + np.exp(-scores))
        known = (seen.sum() / sum(counts.values())) ** 0.5
        return dict(zip(self.intents, (chances / chances.sum() * known).tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write the model into two files of `folder`."""
        words = {"intents": self.intents, "longest": self.longest, "grams": self.grams}
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / _NUMBERS, idf=self.idf, weights=self.weights, intercept=self.intercept)

    @classmethod
    def load(cls, folder: Path) -> NgramModel:
        """Read what `save` wrote."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as numbers:
            return cls(**words, **{name: numbers[name] for name in numbers.files})


def ngrams(text: str, longest: int) -> list[str]:
    """Every run of one to `longest` characters, in lower case."""
    lower = text.lower()
    return [
        lower[start : start + size]
        for size in range(1, longest + 1)
        for start in range(len(lower) - size + 1)
    ]
