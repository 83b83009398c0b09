"""How alike short texts are by the characters and pairs they share: BM25, and a likeness from 0 to 1."""

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
        """BM25 of each text, and the cosine of its grams weighed by their rarity."""
        bm25 = np.zeros(self._size, dtype=np.float32)
        cosine = np.zeros(self._size, dtype=np.float32)
        asked = grams(text)
        for gram, count in asked.items():
            if gram in self._postings:
                places, weights, parts = self._postings[gram]
                bm25[places] += weights
                cosine[places] += count * parts
        norm = self._norm(asked)
        return bm25, cosine / norm if norm else cosine

    def _norm(self, counted: Counter[str]) -> float:
        """Length of a text's vector; what no text has is as rare as can be."""
        unknown = math.log(1 + 2 * self._size + 1)
        return math.sqrt(sum((n * self._rarity.get(gram, unknown)) ** 2 for gram, n in counted.items()))


def _rarity(counted: Sequence[Counter[str]]) -> dict[str, float]:
    holding = Counter(gram for each in counted for gram in each)
    return {gram: math.log(1 + (len(counted) - n + 0.5) / (n + 0.5)) for gram, n in holding.items()}


def _columns(rows: list[tuple[int, float, float]]) -> tuple[NDArray[np.intp], Scores, Scores]:
    places, weights, parts = zip(*rows, strict=True)
    return (
        np.array(places, dtype=np.intp),
        np.array(weights, dtype=np.float32),
        np.array(parts, dtype=np.float32),
    )
