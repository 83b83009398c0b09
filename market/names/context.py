"""Whether an ordinary word is meant as a security, told by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from market.names.forms import Gate
from market.names.lexicon import Words

_CLAUSE_END = r"[,。!?;:、\n.,]"
_WINDOW = 6


class Context:
    """Answers for a form at a place in a text in matching form without blanks."""

    def __init__(self, words: Words) -> None:
        self._stock = _any_of(words.context)
        self._sector = _any_of(words.sector)
        self._asking = _any_of([*words.question, *words.context])
        self._question = _any_of(words.question)
        self._clause_end = re.compile(_CLAUSE_END)
        self._noise = re.compile(r"[\W_]+")

    def admits(self, gate: Gate, text: str, start: int, end: int) -> bool:
        """Say whether the form at `start:end` is meant as a security there."""
        if gate == "open":
            return True
        if self._sector.match(text, end):
            return False
        rest = self._noise.sub("", f"{text[:start]} {text[end:]}")
        if gate == "alone":
            return not self._asking.sub("", rest)
        return self._has_stock_word_near(text, start, end) or not self._question.sub("", rest)

    def residue(self, text: str) -> list[str]:
        """Return what a question is about: the pieces left when asking words are cut out."""
        return [piece for piece in self._asking.sub(" ", self._noise.sub(" ", text)).split() if piece]

    def _has_stock_word_near(self, text: str, start: int, end: int) -> bool:
        before = self._clause_end.split(text[max(0, start - _WINDOW) : start])[-1]
        after = self._clause_end.split(text[end : end + _WINDOW])[0]
        return bool(self._stock.search(before) or self._stock.search(after))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
