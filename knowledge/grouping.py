"""Groups what was not answered by likeness, for an editor to see what is asked often. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from knowledge.article import Article
from knowledge.gaps import Gap
from knowledge.grams import Grams
from knowledge.library import Library
from knowledge.retrieval import Floats, Retrieval

ALIKE, ALIKE_BY_CHARACTERS = 0.5, 0.35
"""Likeness from which two messages are taken for one question, with an encoder and without."""
NEAREST = 3
EXAMPLES = 5


@dataclass(frozen=True)
class Group:
    """One question that was not answered `count` times, as it was asked, and the articles nearest to it."""

    count: int
    examples: tuple[str, ...]
    nearest: tuple[Article, ...]
    first: datetime
    last: datetime


def group(gaps: Iterable[Gap], library: Library, retrieval: Retrieval, day: date) -> list[Group]:
    """The most frequent first; what an article has as its own question since then is left out."""
    written: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if retrieval.form(gap.text) and not library.same(gap.text, day):
            written[retrieval.form(gap.text)].append(gap)
    alike = sorted(written.values(), key=len, reverse=True)
    groups = [
        _told([alike[place] for place in places], library, day)
        for places in _gathered([each[0].text for each in alike], retrieval)
    ]
    return sorted(groups, key=lambda each: (-each.count, -each.last.timestamp()))


def _gathered(texts: Sequence[str], retrieval: Retrieval) -> list[list[int]]:
    """Places by group: each text not yet taken gathers those like it, the most frequent text first."""
    plain = [retrieval.plain(text) for text in texts]
    grams = Grams(plain)
    vectors = retrieval.encoder.several(plain) if retrieval.encoder and plain else None
    least = ALIKE_BY_CHARACTERS if vectors is None else ALIKE
    left = np.ones(len(texts), dtype=bool)
    groups = []
    for place, text in enumerate(plain):
        if left[place]:
            likeness: Floats = grams.compare(text)[1]
            if vectors is not None:
                likeness = (likeness + vectors @ vectors[place]) / 2
            taken = left & (likeness >= least)
            taken[place] = True
            left &= ~taken
            groups.append([int(each) for each in np.flatnonzero(taken)])
    return groups


def _told(written: Sequence[Sequence[Gap]], library: Library, day: date) -> Group:
    gaps = [gap for each in written for gap in each]
    times = [gap.at for gap in gaps]
    examples = tuple(each[0].text for each in written[:EXAMPLES])
    nearest = tuple(found.article for found in library.find(examples[0], day, NEAREST))
    return Group(len(gaps), examples, nearest, min(times), max(times))
