"""What texts share: characters and pairs of them, weighed by how rare they are (BM25), and a likeness."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_TOKEN = re.compile(r"[a-z0-9]+|[^\W_]")
_SATURATION, _LENGTH = 1.2, 0.5
"""BM25's k1 and b: questions are short, and a longer one is not the less about its subject."""

_TELLING = 100
"""Texts from which their number says how rare a gram is; of a few all would be common."""


def tokens(text: str) -> list[str]:
    """Characters, and Latin words and numbers as one, of a text in small letters."""
    return _TOKEN.findall(text)


def grams(text: str) -> Counter[str]:
    """Tokens and pairs of neighbours, counted."""
    found = tokens(text)
    return Counter([*found, *(f"{one} {two}" for one, two in zip(found, found[1:], strict=False))])


class Grams:
    """An index of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        counted = [grams(text) for text in texts]
        self._rarity = _rarity(counted)
        postings: defaultdict[str, list[tuple[int, float, float]]] = defaultdict(list)
        usual = sum(each.total() for each in counted) / max(len(counted), 1) or 1.0
        for place, each in enumerate(counted):
            stretch = _SATURATION * (1 - _LENGTH + _LENGTH * each.total() / usual)
            norm = self._norm(each)
            for gram, count in each.items():
                rarity = self._rarity[gram]
                weight = rarity * count * (_SATURATION + 1) / (count + stretch)
                postings[gram].append((place, weight, count * rarity * rarity / norm))
        self._postings = {gram: _columns(rows) for gram, rows in postings.items()}

    def compare(self, text: str) -> tuple[Scores, Scores]:
        """Of each text its BM25, as a part of the most there can be; and the cosine, which is 1 for the
        same text.
        """
        bm25 = np.zeros(self._size, dtype=np.float32)
        cosine = np.zeros(self._size, dtype=np.float32)
        asked = grams(text)
        for gram, count in asked.items():
            if gram in self._postings:
                places, weights, parts = self._postings[gram]
                bm25[places] += weights
                cosine[places] += count * parts
        if not asked:
            return bm25, cosine
        return bm25 / sum(map(self._weight, asked)), cosine / self._norm(asked)

    def _norm(self, counted: Counter[str]) -> float:
        return math.sqrt(sum((count * self._weight(gram)) ** 2 for gram, count in counted.items()))

    def _weight(self, gram: str) -> float:
        """How rare it is; what no text has is rarest."""
        return self._rarity.get(gram, math.log(2 + 2 * self._size))


def _rarity(counted: Sequence[Counter[str]]) -> dict[str, float]:
    holding, count = Counter(gram for each in counted for gram in each), max(len(counted), _TELLING)
    return {gram: math.log(1 + (count - n + 0.5) / (n + 0.5)) for gram, n in holding.items()}


def _columns(rows: list[tuple[int, float, float]]) -> tuple[NDArray[np.intp], Scores, Scores]:
    places, weights, parts = zip(*rows, strict=True)
    return (
        np.array(places, dtype=np.intp),
        np.array(weights, dtype=np.float32),
        np.array(parts, dtype=np.float32),
    )
