"""What a question for news is about: what is left of it without its ordinary words. Pure."""

import re
from collections.abc import Sequence

from market.names import normalise

_NOT_WORDS = re.compile(r"[^\w]|_|\d{5,}")
_JOINTS = re.compile(r"(?<=\w\w)[对和与跟](?=\w\w)")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_LATIN = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])"
LONGEST = 12
"""Characters of one word that are searched for."""
_MOST = 3
"""Words of one question that are searched for."""


class Topics:
    """Knows the words that questions for news are made of; single characters only at a topic's edges."""

    def __init__(self, words: Sequence[str]) -> None:
        longest_first = sorted({normalise(word) for word in words if len(word) > 1}, key=len, reverse=True)
        patterns = [_LATIN.format(word) if word.isascii() else re.escape(word) for word in longest_first]
        self._words = re.compile("|".join(patterns), re.IGNORECASE)
        self._edges = "".join(word for word in words if len(word) == 1)

    def of(self, text: str) -> list[str]:
        """The words in their order; none where the question is only a question."""
        plain = _NOT_WORDS.sub(" ", _MARKUP.sub(" ", normalise(text)))
        pieces = _JOINTS.sub(" ", self._words.sub(" ", plain)).split()
        left = [bare[:LONGEST] for piece in pieces if _counts(bare := piece.strip(self._edges))]
        return list(dict.fromkeys(left))[:_MOST]


def _counts(word: str) -> bool:
    """Whether something can be searched for: two characters at least, and no bare number."""
    return len(word) > 1 and not word.isdigit()
