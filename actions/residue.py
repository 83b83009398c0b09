"""What remains of a question for a quote when its ordinary words are taken away: a name nobody knows."""

import re
from pathlib import Path
from typing import Self

from market.names import normalise

QUESTION_WORDS = Path(__file__).parents[1] / "data" / "quote" / "question_words.txt"
LONGEST = 12
"""Characters of an unknown name that are repeated to the investor."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_NOT_A_NAME = re.compile(r"[^\w*]|_")
_TWO_LETTERS = re.compile(r"[^\W\d].*[^\W\d]")


class Residue:
    """Knows the words that questions for quotes are made of; single characters only at a name's edges."""

    def __init__(self, words: list[str]) -> None:
        longest_first = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
        self._edges = "".join(word for word in words if len(word) == 1)

    @classmethod
    def load(cls, file: Path = QUESTION_WORDS) -> Self:
        """Read the words, one a line; lines that begin with # are notes."""
        lines = file.read_text(encoding="utf-8").splitlines()
        return cls([line.strip() for line in lines if line.strip() and not line.startswith("#")])

    def of(self, text: str) -> str:
        """The longest piece of the text that may be a name, "" where nothing but the question is left."""
        plain = _MARKUP.sub(" ", normalise(text))
        if code := _CODE.search(plain):
            return code.group()
        pieces = self._words.sub(" ", _NOT_A_NAME.sub(" ", plain)).split()
        bare = (piece.strip(self._edges) for piece in pieces)
        names = [piece for piece in bare if _TWO_LETTERS.search(piece)]
        return max(names, key=len, default="")[:LONGEST]
