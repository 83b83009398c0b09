"""Runs and pairs of characters, weighed by how rare they are: learnt by scikit-learn, asked without it.

Asking scikit-learn for one short message costs milliseconds, mostly checks of sparse matrices; a
dictionary and a row of figures give the same in a fraction of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer


@dataclass(frozen=True)
class Weighed:
    """A text's known features, their `weights` (of length one together), and the share `known` of all."""

    rows: list[int]
    weights: Any
    known: float


@dataclass(frozen=True)
class Grams:
    """The features worth knowing: `rows` gives a feature's place in `idf`."""

    rows: dict[str, int]
    longest: int
    reach: int
    idf: Any

    def weigh(self, text: str) -> Weighed:
        """The features of one text, as a row of `Counts.weighed` has them."""
        counts = Counter(features(text, self.longest, self.reach))
        seen = {row: count for gram, count in counts.items() if (row := self.rows.get(gram)) is not None}
        if not seen:
            return Weighed([], np.zeros(0, dtype=np.float32), 0.0)
        rows, times = list(seen), np.array(list(seen.values()), dtype=np.float32)
        weights = (1.0 + np.log(times)) * self.idf[rows]
        return Weighed(rows, weights / np.linalg.norm(weights), float(times.sum()) / counts.total())


@dataclass(frozen=True)
class Counts:
    """How often each text (a row of `table`) has each of `names`."""

    names: list[str]
    table: Any

    @classmethod
    def of(cls, texts: Sequence[str], longest: int, reach: int) -> Counts:
        """What texts are made of."""
        vectorizer = CountVectorizer(  # type: ignore[no-untyped-call]
            analyzer=lambda text: features(text, longest, reach)
        )
        table = vectorizer.fit_transform(texts)  # type: ignore[no-untyped-call]
        return cls(vectorizer.get_feature_names_out().tolist(), table)  # type: ignore[no-untyped-call]

    def common(self, rarest: int, texts: Any = slice(None)) -> Any:
        """The columns of what at least `rarest` of the texts have."""
        return np.flatnonzero(self.table[texts].getnnz(axis=0) >= rarest)

    def weighed(self, columns: Any, learnt: Any = slice(None)) -> tuple[Any, Any, Any]:
        """Every text's weights of these columns, the share of it that they are, and the columns' rarity.

        Rare is what is rare in the texts that are `learnt`.
        """
        table = self.table[:, columns]
        transformer = TfidfTransformer(sublinear_tf=True).fit(table[learnt])  # type: ignore[no-untyped-call]
        known = np.asarray(table.sum(axis=1) / np.maximum(self.table.sum(axis=1), 1)).ravel()
        return transformer.transform(table), known, transformer.idf_.astype(np.float32)


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
