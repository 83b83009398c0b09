"""Finds articles by what is asked: the characters shared, and the sense of the sentence."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.encoder import Encoder
from knowledge.grams import Grams, tokens

_SENSE = 0.5
"""How much the sense of a question counts beside the characters shared, chosen on the taxonomy's examples."""
_STRANGERS = 0.8
"""What the cosines of a question with a strange article, and with its nearest question, come to together."""

Normalise = Callable[[str], str]
Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Found:
    """`score` grows with how much of what was asked the article's questions cover: about 0 for a strange one.
    `likeness` is that to the nearest of them: 1 letter by letter.
    """

    article: Article
    score: float
    likeness: float


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
    """Questions, titles and labels of some articles: each for itself, and those of an article together."""

    def __init__(self, articles: Sequence[Article], retrieval: Retrieval) -> None:
        self._retrieval = retrieval
        self._articles = articles
        asked = [(each.title, each.label, *each.questions) for each in articles]
        texts = [[retrieval.plain(text) for text in each] for each in asked]
        plain = [text for each in texts for text in each]
        self._starts = np.cumsum([0, *map(len, asked)])[:-1]
        self._single = Grams(plain)
        self._together = Grams(["\n".join(each) for each in texts])
        self._sense = _Sense(retrieval.encoder, plain, self._starts) if retrieval.encoder and plain else None
        self._same: defaultdict[str, set[int]] = defaultdict(set)
        for place, each in enumerate(asked):
            for text in each:
                self._same[retrieval.form(text)].add(place)

    def same(self, text: str) -> list[Article]:
        """The articles that have exactly this question."""
        return [self._articles[place] for place in sorted(self._same.get(self._retrieval.form(text), ()))]

    def find(self, text: str, within: Sequence[bool], limit: int) -> list[Found]:
        """Of the articles that `within` marks those with the best score."""
        if not self._articles or not self._retrieval.form(text):
            return []
        plain = self._retrieval.plain(text)
        score, likeness = self._compare(plain, self._single.compare(plain)[1])
        return self._best(score, (score, likeness), within, limit)

    def alike(self, text: str, within: Sequence[bool], least: float) -> list[Found]:
        """Of the articles that `within` marks the two most alike, if one is as much as `least`."""
        plain = self._retrieval.plain(text)
        characters = self._single.compare(plain)[1]
        if not self._articles or characters.max() < (2 * least - 1 if self._sense else least):
            return []
        score, likeness = self._compare(plain, characters)
        found = self._best(likeness, (score, likeness), within, 2)
        return found if found and found[0].likeness >= least else []

    def _compare(self, plain: str, characters: Floats) -> tuple[Floats, Floats]:
        """Score and likeness of each article; `characters` is the likeness of each text."""
        score: Floats = self._together.compare(plain)[0]
        likeness = characters
        if self._sense:
            single, together = self._sense.compare(plain)
            score = score + _SENSE * (np.maximum.reduceat(single, self._starts) + together - _STRANGERS)
            likeness = (characters + single) / 2
        return score, np.maximum.reduceat(likeness, self._starts)

    def _best(
        self, order: Floats, both: tuple[Floats, Floats], within: Sequence[bool], limit: int
    ) -> list[Found]:
        order = np.where(np.array(within), order, 0)
        places = [int(place) for place in np.argsort(-order, kind="stable")[:limit] if order[place] > 0]
        score, likeness = both
        return [Found(self._articles[at], float(score[at]), float(likeness[at])) for at in places]


class _Sense:
    """The vectors of questions, and where those of one article point together; `starts` are their places."""

    def __init__(self, encoder: Encoder, texts: Sequence[str], starts: NDArray[np.intp]) -> None:
        self._encoder = encoder
        self._vectors = encoder.several(texts)
        sums = np.add.reduceat(self._vectors, starts)
        self._centres = sums / np.linalg.norm(sums, axis=1, keepdims=True)

    def compare(self, text: str) -> tuple[Floats, Floats]:
        """The cosine of each question, and of each article."""
        asked = self._encoder.one(text)
        return self._vectors @ asked, self._centres @ asked
