"""Brings what an agent writes into one form, so that blanks, dots and look-alikes hide nothing. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

_FILLERS = frozenset(" .·•*-—–_~|/\\^`'#=˙・‧⋅")
"""Signs that are set between letters to hide a word; between two digits they mean something."""
_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Cs"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one form; `origins[i]` is where its character i stands in what was written."""

    text: str
    origins: tuple[int, ...]

    def written(self, given: str, start: int, end: int) -> str:
        """The words of what was written that stand behind a span, which is not empty."""
        return given[self.origins[start] : self.origins[end - 1] + 1]


class Folding:
    """`letters` are characters that stand for others: each key for those of its value."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._letters = {ord(given): meant for meant, several in letters.items() for given in several}

    def plain(self, text: str) -> Folded:
        """Half-width signs, small letters, simplified characters; nothing invisible."""
        forms = {character: _plain(character).translate(self._letters) for character in set(text)}
        folded = "".join(forms[character] for character in text)
        origins = (place for place, given in enumerate(text) for _ in forms[given])
        return Folded(folded, tuple(origins))

    def tight(self, plain: Folded) -> Folded:
        """The same without blanks and fillers, but for one between two digits."""
        kept: list[int] = []
        filler: int | None = None
        for place, character in enumerate(plain.text):
            if character in _FILLERS:
                filler = place if filler is None else filler
                continue
            if filler is not None and kept and character.isdigit() and plain.text[kept[-1]].isdigit():
                kept.append(filler)
            kept.append(place)
            filler = None
        text = "".join(plain.text[place] for place in kept)
        return Folded(text, tuple(plain.origins[place] for place in kept))


@lru_cache(maxsize=20_000)
def _plain(character: str) -> str:
    """What one character is in plain writing; "" for what is not seen."""
    if character in "\n\r\u2028\u2029":
        return "\n"
    if character != "\t" and unicodedata.category(character) in _INVISIBLE:
        return ""
    pieces = unicodedata.normalize("NFKC", character).lower()
    return "".join(" " if piece.isspace() else _simplified(piece) for piece in pieces)


def _simplified(character: str) -> str:
    return character if character < "\u3400" else str(_converter().convert(character))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
