"""Whether an ordinary word is meant as a security, told by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from market.names.forms import Gate
from market.names.lexicon import Words

_CLAUSE_END = r"[,。!?;:、\n.,]"
_WINDOW = 6
_PARTICLES = "的了呢啊呀吧哦嘛么吗"
_LONGEST_QUESTION = 60


class Context:
    """Answers for a form at a place in a text in matching form without blanks."""

    def __init__(self, words: Words) -> None:
        self._stock = _any_of(words.context)
        self._sector = _any_of(words.sector)
        self._question = _any_of(words.question)
        asking = [*words.question, *words.context]
        self._asking = _any_of(asking)
        self._cut = _any_of(word for word in asking if len(word) > 1 or word in _PARTICLES)
        self._small_words = "".join(word for word in asking if len(word) == 1)
        self._clause_end = re.compile(_CLAUSE_END)
        self._noise = re.compile(r"[\W_]+")

    def admits(self, gate: Gate, text: str, start: int, end: int, rest: str) -> bool:
        """Say whether the form at `start:end` is meant as a security there.

        `rest` is what the message says beside the names in it.
        """
        if self._sector.match(text, end):
            return False
        if gate == "alone":
            return self._only_asks(self._asking, rest) and self._stock.search(rest) is not None
        return self._has_stock_word_near(text, start, end) or self._only_asks(self._question, rest)

    def residue(self, text: str) -> list[str]:
        """Return what a question is about: the pieces left when asking words are cut out.

        A word of one character (贵, 高, 和) may belong to a name: it is cut only from a piece's ends, and the
        piece is returned with it as well.
        """
        pieces = self._cut.sub(" ", self._noise.sub(" ", text)).split()
        return [
            form
            for piece in pieces
            for form in dict.fromkeys((piece, piece.strip(self._small_words)))
            if form
        ]

    def _only_asks(self, words: re.Pattern[str], rest: str) -> bool:
        return len(rest) <= _LONGEST_QUESTION and not words.sub("", self._noise.sub("", rest))

    def _has_stock_word_near(self, text: str, start: int, end: int) -> bool:
        before = self._clause_end.split(text[max(0, start - _WINDOW) : start])[-1]
        after = self._clause_end.split(text[end : end + _WINDOW])[0]
        return bool(self._stock.search(before) or self._stock.search(after))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
