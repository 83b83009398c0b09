"""Finds articles by what is asked: shared characters and the sense of the sentence, fused by rank."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.encoder import Encoder
from knowledge.grams import Grams, tokens

_RANKED = 50
"""Articles that a ranking speaks of."""
_SMOOTHING = 60
"""Reciprocal rank fusion's constant: how little the first places differ."""

Normalise = Callable[[str], str]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """`score` says from 0 to 1 how alike `question`, the nearest of the article's questions, is to what was
    asked; the order is that of the fused ranks.
    """

    article: Article
    score: float
    question: str


@dataclass(frozen=True)
class Retrieval:
    """How texts are compared: `normalise` brings them into one form; without an encoder characters decide."""

    normalise: Normalise = str
    encoder: Encoder | None = None

    def form(self, text: str) -> str:
        """The form in which two texts are the same: small letters, no blanks, no punctuation."""
        return "".join(tokens(self.plain(text)))

    def plain(self, text: str) -> str:
        """Small letters in one written form."""
        return unicodedata.normalize("NFKC", self.normalise(text)).lower()


class Index:
    """The questions, titles and labels of some articles."""

    def __init__(self, articles: Sequence[Article], retrieval: Retrieval) -> None:
        self._retrieval = retrieval
        self._articles = articles
        asked = [(each.title, each.label, *each.questions) for each in articles]
        self._texts = [text for texts in asked for text in texts]
        self._starts = np.cumsum([0, *map(len, asked)])[:-1]
        plain = [retrieval.plain(text) for text in self._texts]
        self._grams = Grams(plain)
        self._vectors = retrieval.encoder.several(plain) if retrieval.encoder else None
        self._same: defaultdict[str, set[int]] = defaultdict(set)
        for place, texts in enumerate(asked):
            for text in texts:
                self._same[retrieval.form(text)].add(place)

    def same(self, text: str) -> list[Article]:
        """The articles that have exactly this question."""
        return [self._articles[place] for place in sorted(self._same.get(self._retrieval.form(text), ()))]

    def find(self, text: str, within: Sequence[bool], limit: int) -> list[Found]:
        """The nearest of the articles that `within` marks."""
        if not self._articles or not text.strip():
            return []
        plain = self._retrieval.plain(text)
        bm25, likeness = self._grams.compare(plain)
        rankings = [bm25]
        if self._vectors is not None and self._retrieval.encoder:
            sense = self._vectors @ self._retrieval.encoder.one(plain)
            rankings, likeness = [bm25, sense], (likeness + np.maximum(sense, 0)) / 2
        fused = sum((self._ranks(scores, within) for scores in rankings), np.zeros(len(self._articles)))
        order = [int(place) for place in np.argsort(-fused, kind="stable")[:limit] if fused[place] > 0]
        return [self._found(place, likeness) for place in order]

    def _ranks(self, scores: Floats, within: Sequence[bool]) -> NDArray[np.float64]:
        """For each article its part of the fused score: more for a better place."""
        best = np.where(np.array(within), np.maximum.reduceat(scores, self._starts), 0)
        order = np.argsort(-best, kind="stable")[:_RANKED]
        parts = np.zeros(len(best))
        parts[order] = 1 / (_SMOOTHING + 1 + np.arange(len(order)))
        return np.where(best > 0, parts, 0.0)

    def _found(self, place: int, likeness: Floats) -> Found:
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._texts)
        own = likeness[self._starts[place] : end]
        nearest = int(np.argmax(own))
        text = self._texts[int(self._starts[place]) + nearest]
        return Found(self._articles[place], float(own[nearest]), text)
