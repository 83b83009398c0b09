"""The name book: every security by its key, and what a text or a near miss leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from market.names.context import Context
from market.names.finder import Finder
from market.names.lexicon import FOLDER, Lexicon, load
from market.names.mention import Mention
from market.names.pinyin import LatinIndex, Readings
from market.names.suggestions import Suggestions
from market.securities import Security


class Names:
    """Names of securities. Built once a process with `Names.load()`; safe to read from many threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        context, readings = Context(lexicon.words), Readings(lexicon.readings)
        self._securities = lexicon.securities
        self._old_codes = lexicon.old_codes
        self._finder = Finder(lexicon, LatinIndex(lexicon, readings), context)
        self._suggestions = Suggestions(lexicon, readings, context)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Names:
        """Read the lexicon in `folder`. Raises OSError or KeyError where it is incomplete."""
        return cls(load(folder))

    def get(self, ref: str) -> Security | None:
        """Return the security of a ref, through its new ref where the code has changed; None if unknown."""
        return self._securities.get(ref) or self._securities.get(self._old_codes.get(ref[2:], ""))

    def find(self, text: str) -> list[Mention]:
        """Return the securities named in a text, in text order, with offsets into `text` as given."""
        return self._finder.find(text)

    def suggest(self, text: str, limit: int = 3) -> list[Security]:
        """Return securities that a text in which nothing was found may have meant, the likeliest first."""
        return self._suggestions.near(text, limit)

    def __iter__(self) -> Iterator[Security]:
        return iter(self._securities.values())

    def __len__(self) -> int:
        return len(self._securities)
