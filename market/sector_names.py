"""Which sector a text means: by its full name, by the stem of it, by another word for it, or nearly. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from market.names import normalise
from market.sectors import Sector

_ENDINGS = re.compile(r"(概念股?|行业|板块|产业|[ⅠⅡⅢ]|I{1,3})$")
_NEAR = 75
"""Likeness of 100 from which a name is offered; it is never taken for certain."""


@lru_cache(maxsize=4_000)
def stem(name: str) -> str:
    """A sector's name without the word that only says that it is one."""
    bare = _ENDINGS.sub("", normalise(name))
    return bare if len(bare) > 1 else normalise(name)


class SectorNames:
    """Knows other words that investors use for sectors: each word → the names that it may stand for."""

    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        self._aliases = {word: tuple(names) for word, names in aliases.items()}

    def find(self, text: str, names: Iterable[str]) -> tuple[str, ...]:
        """The names meant: one is certain, several are to be chosen from, none is nothing like them."""
        plain, names = normalise(text).upper(), tuple(names)
        return _longest(plain, names) or self._by_alias(plain, names)

    def of_industries(self, industries: Iterable[str], table: Iterable[Sector]) -> dict[str, Sector]:
        """By the industry that a company is put in, the one sector of the table that this means; one that
        means none is left out.
        """
        by_name = {sector.name: sector for sector in table}
        meant = {each: self.find(each, by_name)[:1] for each in industries if each}
        return {each: by_name[names[0]] for each, names in meant.items() if names}

    def near(self, word: str, names: Iterable[str], limit: int = 3) -> tuple[str, ...]:
        """Names that hold the word, or else are written nearly alike: to be offered."""
        word = stem(word)
        known = {name: stem(name) for name in names}
        if holding := sorted((name for name in known if word in known[name]), key=len):
            return tuple(holding[:limit])
        alike = process.extract(word, known, scorer=fuzz.ratio, limit=limit, score_cutoff=_NEAR)
        return tuple(name for _, _, name in alike)

    def _by_alias(self, plain: str, names: Sequence[str]) -> tuple[str, ...]:
        words = [word for word in self._aliases if word.upper() in plain]
        for word in sorted(words, key=len, reverse=True):
            for meant in self._aliases[word]:
                found = [name for name in names if meant in {name, stem(name)}]
                if found:
                    return (found[0],)
        return ()


def _longest(plain: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names whose stems stand in the text: of stems within each other the longest, of equals one."""
    stems: dict[str, str] = {}
    for name in names:
        if stem(name).upper() in plain:
            kept = stems.setdefault(stem(name), name)
            if name.upper() in plain and len(name) > len(kept):
                stems[stem(name)] = name
    return tuple(
        name for each, name in stems.items() if not any(each in other for other in stems if other != each)
    )
