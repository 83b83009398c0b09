"""Which of many regular expressions can stand in a text at all, by the characters they cannot do without.

A phrase is tried at every place of a text, and hardly any stands in one: the characters that it names, such
as 活 and 路, are missing already. A sieve keeps phrases by the rarest of these and lets through those whose
characters are all there: all that match and some that do not, in their order.
"""

from __future__ import annotations

import re
import sre_constants as sre
import sre_parse
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Needed = frozenset[str]
"""Characters of which a text must hold at least one."""

LARGEST = 64
"""A class of more characters than this says little, and is not looked at."""
_ODD = {"i": "İı", "k": "\u212a", "s": "ſ"}
"""What further characters an expression takes for a Latin letter where case does not count."""


def needs(expression: str) -> list[list[Needed]]:
    """For each way in which `expression` can match, all that it needs."""
    parsed: Any = sre_parse.parse(expression, re.IGNORECASE)
    return [list(_of_sequence(way)) for way in _ways(list(parsed))]


class Sieve:
    """`expressions`, of which `passing` names those that a text can match, by their places."""

    def __init__(self, expressions: Sequence[str]) -> None:
        wanted = [(place, way) for place, each in enumerate(expressions) for way in needs(each)]
        common = Counter(character for _, way in wanted for needed in way for character in needed)
        self._always = {place for place, way in wanted if not way}
        self._by_character: dict[str, list[tuple[int, list[Needed]]]] = {}
        for place, way in wanted:
            if way:
                rarest = min(way, key=lambda needed: sum(common[character] for character in needed))
                for character in rarest:
                    self._by_character.setdefault(character, []).append((place, way))

    def passing(self, text: str) -> list[int]:
        held = frozenset(text)
        found = set(self._always)
        for character in held:
            for place, way in self._by_character.get(character, ()):
                if place not in found and not any(map(held.isdisjoint, way)):
                    found.add(place)
        return sorted(found)


def _ways(parsed: list[Any]) -> list[list[Any]]:
    """The alternatives that an expression consists of, if it is nothing else."""
    if len(parsed) == 1 and parsed[0][0] is sre.BRANCH:
        return [list(way) for way in parsed[0][1][1]]
    return [parsed]


def _of_sequence(parsed: Iterable[Any]) -> Iterable[Needed]:
    for kind, detail in parsed:
        if kind is sre.SUBPATTERN:
            yield from _of_sequence(detail[3])
        elif kind is sre.ASSERT:
            yield from _of_sequence(detail[1])
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT) and detail[0] > 0:
            yield from _of_sequence(detail[2])
        elif needed := _of_one(kind, detail):
            yield needed


def _of_one(kind: Any, detail: Any) -> Needed | None:
    """What a single element needs; None where that cannot be said."""
    if kind is sre.LITERAL:
        return _variants(detail)
    if kind is sre.IN:
        return _of_class(detail)
    if kind is sre.BRANCH:
        return _united(min(_of_sequence(way), key=len, default=None) for way in detail[1])
    return None


def _of_class(members: list[Any]) -> Needed | None:
    if not all(kind in (sre.LITERAL, sre.RANGE) for kind, _ in members):
        return None
    codes = [(detail, detail) if kind is sre.LITERAL else detail for kind, detail in members]
    if sum(last - first + 1 for first, last in codes) > LARGEST:
        return None
    return _united(_variants(code) for first, last in codes for code in range(first, last + 1))


def _united(each: Iterable[Needed | None]) -> Needed | None:
    united: Needed = frozenset()
    for needed in each:
        if needed is None:
            return None
        united |= needed
    return united


def _variants(code: int) -> Needed | None:
    """The characters that are this one where case does not count; None beyond the Latin letters we know."""
    character = chr(code)
    if character.lower() == character.upper():
        return frozenset(character)
    if not character.isascii():
        return None
    return frozenset({character.lower(), character.upper(), *_ODD.get(character.lower(), "")})
