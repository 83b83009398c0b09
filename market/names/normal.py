"""One written form for matching, with the way back to the offsets of the text as given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"

_BLANK_BESIDE_HAN = re.compile(rf"(?<=[{HAN}]) +| +(?=[{HAN}])")
_BLANKS = re.compile(r" +")
_UPPER = {ord(small): small.upper() for small in "abcdefghijklmnopqrstuvwxyz"}

_SPELLINGS = {ord("帐"): "账", ord("著"): "着"}
"""Two spellings of one word, in traditional texts above all."""


@dataclass(frozen=True)
class Folded:
    """A text in matching form; `offsets[i]` is where character i stands in the text as given."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a non-empty span of the matching form into one of the text as given."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def without_blanks(self) -> Folded:
        """Leave out every blank, so that 五 粮 液 reads as one name."""
        if " " not in self.text:
            return self
        kept = [place for place, character in enumerate(self.text) if character != " "]
        return Folded(
            "".join(self.text[place] for place in kept), tuple(self.offsets[place] for place in kept)
        )

    def touches(self, place: int) -> bool:
        """Say whether character `place` directly follows the one before it in the text as given."""
        return self.offsets[place] - self.offsets[place - 1] <= 1


def fold(text: str) -> Folded:
    """Bring a text into matching form: NFKC, simplified, Latin capitals, no invisible characters."""
    characters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        for piece in _plain(character):
            characters.append(piece)
            offsets.append(place)
    return Folded(_simplified("".join(characters)).translate(_UPPER), tuple(offsets))


def key_text(name: str) -> str:
    """Return a name in matching form without blanks: what `fold` makes of printable text, only faster."""
    return _simplified(unicodedata.normalize("NFKC", name)).translate(_UPPER).replace(" ", "")


def normalise(text: str) -> str:
    """Return NFKC, simplified text with single blanks, and none beside a Chinese character."""
    plain = "".join(_plain(character) for character in text)
    return _BLANKS.sub(" ", _BLANK_BESIDE_HAN.sub("", _simplified(plain))).strip()


@lru_cache(maxsize=20_000)
def _plain(character: str) -> str:
    """Return a character's NFKC form; "" for the invisible, a mark that matches nothing for half a pair."""
    if character in "\t\r\n\u2028\u2029":  # these part sentences, where a blank may part a name
        return "\n"
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category == "Zs":
        return " "
    if category in ("Cc", "Cf"):
        return ""
    return unicodedata.normalize("NFKC", character)


def one_for_one(text: str, convert: Callable[[str], str]) -> str:
    """Convert a text so that every character keeps its place, since offsets must stay true."""
    converted = convert(text)
    if len(converted) == len(text):
        return converted
    singles = [convert(character) for character in text]
    return "".join(new if len(new) == 1 else old for old, new in zip(text, singles, strict=True))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    return one_for_one(text, _converter().convert).translate(_SPELLINGS)
