"""The securities that a sentence names, told apart: those that are certain, unclear or not known. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from market.names import Mention
from market.securities import Security

_PIECE = re.compile(r"[^\W\d_]{2,12}|(?<![\d.])\d{6}(?![\d.]|\s*[股份手元])")
OFFERED = 3
"""Buttons that one clarification shows."""


class Names(Protocol):
    """What is needed of `market.names.Names`."""

    def get(self, ref: str) -> Security | None: ...

    def find(self, text: str) -> Sequence[Mention]: ...

    def suggest(self, text: str, limit: int = 3) -> Sequence[Security]: ...


@dataclass(frozen=True)
class Spot:
    """A place in the text, `start:end`, and which securities may be meant there."""

    text: str
    start: int
    end: int
    securities: tuple[Security, ...]
    near: bool = False
    """Nothing is called so; `securities` are called nearly so."""

    @property
    def certain(self) -> Security | None:
        return self.securities[0] if len(self.securities) == 1 and not self.near else None


def spots(names: Names, text: str, *, held: bool) -> list[Spot]:
    """In text order; what nobody can hold (`held`) is not meant: an index, a share that has left."""
    found: list[Spot] = []
    for each in names.find(text):
        securities = tuple(known(names, each.refs))
        wanted = tuple(one for one in securities if _may_be_held(one)) if held else securities
        found.append(Spot(each.text, each.start, each.end, wanted or securities))
    return found


def known(names: Names, refs: Iterable[str]) -> list[Security]:
    """Those that the lexicon has, each once."""
    securities = [names.get(ref) for ref in dict.fromkeys(refs)]
    return list(dict.fromkeys(each for each in securities if each is not None))


def all_spots(names: Names, text: str, words: str, *, held: bool) -> list[Spot]:
    """The same, with what is left beside them and the `words` (a pattern) of the command: a short name that
    is none inside a sentence, or one that nobody knows. Beside a name that is known, what leads to nothing
    is no name, nor is what that name holds: "易方达蓝筹精选 005827" is one fund.
    """
    found = spots(names, text, held=held)
    left = re.sub(words, _blanks, text)
    for spot in found:
        left = left[: spot.start] + " " * (spot.end - spot.start) + left[spot.end :]
    for piece in _PIECE.finditer(left):
        found += _of_piece(names, piece, held=held)
    called = [spot.certain.name for spot in found if spot.certain]
    found = [spot for spot in found if not spot.near or not any(spot.text in name for name in called)]
    helpful = [spot for spot in found if spot.securities]
    return sorted(helpful or found[:1], key=lambda spot: spot.start)


def _of_piece(names: Names, piece: re.Match[str], *, held: bool) -> list[Spot]:
    text, start = piece.group(), piece.start()
    alone = spots(names, text, held=held)
    if alone:
        return [replace(each, start=start + each.start, end=start + each.end) for each in alone]
    return [Spot(text, start, piece.end(), tuple(names.suggest(text, OFFERED)), near=True)]


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _may_be_held(security: Security) -> bool:
    return security.kind != "index" and security.status == "listed"
