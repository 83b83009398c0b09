"""Words of the market by name, the longest first. Pure but for the reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml

from market.names import normalise

GLOSSARY = Path(__file__).parents[2] / "data" / "knowledge" / "glossary.yml"


@dataclass(frozen=True)
class Term:
    """A word, its other names, the item of the taxonomy it belongs to, and its meaning."""

    name: str
    also: tuple[str, ...]
    topic: str
    text: str


class Glossary:
    """Finds the words that a message asks about."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {_key(name): term for term in terms for name in (term.name, *term.also)}
        longest_first = sorted(self._terms, key=len, reverse=True)
        self._found = re.compile("|".join(map(_pattern, longest_first)))

    @classmethod
    def load(cls, file: Path = GLOSSARY) -> Self:
        table = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return cls(
            Term(str(name), tuple(map(str, cells["also"])), cells["topic"], cells["text"])
            for name, cells in table.items()
        )

    @property
    def names(self) -> list[str]:
        """Every name that is known."""
        return list(self._terms)

    def find(self, text: str) -> tuple[Term, ...]:
        """The words in the order they stand in a text, each once."""
        found = (self._terms[match.group()] for match in self._found.finditer(_key(text)))
        return tuple(dict.fromkeys(found))


def _key(text: str) -> str:
    return normalise(text).upper()


def _pattern(name: str) -> str:
    """A word of Latin letters is none inside a longer one."""
    return rf"(?<![A-Z]){re.escape(name)}(?![A-Z])" if name.isascii() and name.isalpha() else re.escape(name)
