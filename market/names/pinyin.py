"""Names written in Latin letters: full pinyin (guizhoumaotai) and initials (gzmt)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from market.names.forms import stem
from market.names.lexicon import Key, Lexicon
from market.names.mention import Basis
from market.names.normal import HAN, key_text

Refs = tuple[str, ...]
Span = tuple[int, int]

_TOKEN = re.compile(r"[A-Z0-9]*[A-Z][A-Z0-9]*")
_HAN = re.compile(f"[{HAN}]")
_JOINT = re.compile(r"[ '’·-]?")
_SPELLINGS_PER_NAME = 16
_LONGEST_RUN = 6
_LONGEST_NAME = 6


class Readings:
    """Toneless readings of characters."""

    def __init__(self, table: Mapping[str, Refs]) -> None:
        self._table = table

    def syllables(self, text: str) -> list[Refs]:
        """Return each character's possible readings; a Latin letter or digit reads as itself."""
        return [self._table.get(character, (character.lower(),)) for character in text]

    def spellings(self, text: str) -> list[str]:
        """Return the ways to spell a text, at most sixteen, the usual one first."""
        ways = product(*self.syllables(text))
        return ["".join(way) for way, _ in zip(ways, range(_SPELLINGS_PER_NAME), strict=False)]

    def initials(self, text: str) -> set[str]:
        """Return the first letters of a text, in every reading."""
        heads = [sorted({reading[:1] for reading in readings}) for readings in self.syllables(text)]
        return {"".join(way) for way, _ in zip(product(*heads), range(_SPELLINGS_PER_NAME), strict=False)}


class LatinIndex:
    """Finds names spelled in pinyin, and single tokens that are some names' initials."""

    def __init__(self, lexicon: Lexicon, readings: Readings) -> None:
        self._words = lexicon.words.latin
        self._spelled = _spelled(lexicon, readings)
        self._initials = _initials(lexicon, readings)

    def find(self, text: str) -> Iterator[tuple[int, int, Refs, Basis]]:
        """Yield spans of the matching form with what they mean.

        Initials are too short to be trusted in a foreign sentence: they count only when every other Latin
        word is a name too, or a known one inside a Chinese sentence.
        """
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        spelled = list(self._runs(text, tokens))
        rest = [token for token in tokens if not any(start <= token[0] < end for start, end, _, _ in spelled)]
        yield from spelled
        yield from self._lone_initials(text, rest)

    def _lone_initials(self, text: str, tokens: list[Span]) -> Iterator[tuple[int, int, Refs, Basis]]:
        known = [self._initial_refs(text[start:end]) for start, end in tokens]
        foreign = _HAN.search(text) is None
        for refs, (start, end) in zip(known, tokens, strict=True):
            if not refs and (foreign or not self._is_familiar(text[start:end])):
                return
        for refs, (start, end) in zip(known, tokens, strict=True):
            if refs:
                yield start, end, refs, "initials"

    def _runs(self, text: str, tokens: list[Span]) -> Iterator[tuple[int, int, Refs, Basis]]:
        place = 0
        while place < len(tokens):
            width, refs = self._longest_run(text, tokens[place : place + _LONGEST_RUN])
            if refs:
                yield tokens[place][0], tokens[place + width - 1][1], refs, "pinyin"
            place += width

    def _longest_run(self, text: str, tokens: list[Span]) -> tuple[int, Refs]:
        """Return how many neighbouring tokens spell a name and whose, or (1, ()) for none."""
        best: tuple[int, Refs] = (1, ())
        spelled = ""
        for width, (start, end) in enumerate(tokens, 1):
            if width > 1 and not _JOINT.fullmatch(text, tokens[width - 2][1], start):
                break
            spelled += text[start:end].lower()
            if refs := self._spelled.get(spelled):
                best = width, refs
        return best

    def _initial_refs(self, token: str) -> Refs:
        if sum(letter.isalpha() for letter in token) < 2 or len(token) < 3 or token in self._words:
            return ()
        return self._initials.get(token.lower(), ())

    def _is_familiar(self, token: str) -> bool:
        return len(token) < 3 or token in self._words


def _spelled(lexicon: Lexicon, readings: Readings) -> dict[str, Refs]:
    table: dict[str, dict[str, None]] = defaultdict(dict)
    for key in lexicon.keys:
        if key.refs and _is_spelled(key):
            for spelling in readings.spellings(key.text):
                table[spelling].update(dict.fromkeys(key.refs))
    return {text: tuple(refs) for text, refs in table.items() if text.upper() not in lexicon.words.latin}


def _is_spelled(key: Key) -> bool:
    """Say whether people spell this form: neither full names nor short ordinary words."""
    long_enough = len(key.text) >= (2 if key.gate == "open" else 3)
    return key.gate != "alone" and long_enough and len(key.text) <= _LONGEST_NAME and not key.text.isascii()


def _initials(lexicon: Lexicon, readings: Readings) -> dict[str, Refs]:
    table: dict[str, dict[str, None]] = defaultdict(dict)
    for security in lexicon.securities.values():
        if security.kind in ("stock", "index") and security.status == "listed":
            name = key_text(security.name)
            for form in dict.fromkeys((name, stem(name))):
                for letters in readings.initials(form):
                    table[letters][security.ref] = None
    return {text: tuple(refs) for text, refs in table.items()}
