"""Securities named in a text: codes, written names, and names in Latin letters, settled into mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import ahocorasick  # type: ignore[import-not-found]  # a C module without stubs

from market.names.boards import BoardNames
from market.names.codes import WrittenCode, written_codes
from market.names.context import Context
from market.names.lexicon import Key, Lexicon
from market.names.mention import Basis, Mention
from market.names.normal import Folded, fold
from market.names.pinyin import LatinIndex
from market.securities import Security


@dataclass(frozen=True)
class _Hit:
    """A key at a place of the matching form without blanks."""

    start: int
    end: int
    key: Key


class Finder:
    """Finds mentions; built once, then only read."""

    def __init__(self, lexicon: Lexicon, latin: LatinIndex, context: Context) -> None:
        self._securities = lexicon.securities
        self._old_codes = lexicon.old_codes
        self._latin = latin
        self._context = context
        self._automaton = _automaton(lexicon.keys)
        self._boards = BoardNames(lexicon.securities.values())
        self._by_code: dict[str, list[Security]] = defaultdict(list)
        for security in lexicon.securities.values():
            self._by_code[security.code].append(security)

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in text order, none overlapping another."""
        folded = fold(text)
        squeezed = folded.without_blanks()
        mentions = _without_overlaps(
            [*self._coded(text, folded), *self._named(text, squeezed), *self._spelled(text, folded)]
        )
        return _narrowed(sorted(mentions, key=lambda mention: mention.start))

    def _coded(self, text: str, folded: Folded) -> Iterator[Mention]:
        for written in written_codes(folded):
            refs = self._refs_of(written)
            if refs:
                yield _mention(text, folded, written.start, written.end, refs, "code")

    def _refs_of(self, written: WrittenCode) -> tuple[str, ...]:
        """Return the securities a written code can mean, an old code's successor among them."""
        if written.code in self._old_codes:
            return (self._old_codes[written.code],)
        known = self._by_code.get(written.code, [])
        if written.explicit:
            return tuple(security.ref for security in known if security.exchange == written.exchange)
        fitting = [
            security
            for security in known
            if written.exchange in (None, security.exchange) and written.kind in (None, security.kind)
        ]
        return tuple(security.ref for security in fitting or known)

    def _named(self, text: str, squeezed: Folded) -> Iterator[Mention]:
        hits = self._admitted(
            squeezed.text, [hit for hit in self._hits(squeezed) if _stands_free(squeezed, hit)]
        )
        for start, end, refs, basis in _settled(hits):
            if refs:
                yield _mention(text, squeezed, start, end, refs, basis)

    def _hits(self, squeezed: Folded) -> Iterator[_Hit]:
        """Yield every form in the text; a cut name only where no whole one stands (XD农业银行)."""
        covered: set[int] = set()
        for last, key in self._automaton.iter(squeezed.text):
            hit = _Hit(last + 1 - len(key.text), last + 1, key)
            covered.update(range(hit.start, hit.end))
            yield hit
        for start, end, key in self._boards.find(squeezed.text):
            if end - 1 not in covered:
                yield _Hit(start, end, key)

    def _admitted(self, text: str, hits: list[_Hit]) -> Iterator[_Hit]:
        """Yield the hits that the words around them allow; names beside a name do not count as words."""
        rest = _blanked(text, (hit for hit in hits if hit.key.refs and hit.key.gate != "alone"))
        for hit in hits:
            if hit.key.gate == "open" or self._context.admits(
                hit.key.gate, text, hit.start, hit.end, _around(hit, text, rest)
            ):
                yield hit

    def _spelled(self, text: str, folded: Folded) -> Iterator[Mention]:
        for start, end, refs, basis in self._latin.find(folded.text):
            yield _mention(text, folded, start, end, refs, basis)


def _automaton(keys: Iterable[Key]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(key.text, key)
    automaton.make_automaton()
    return automaton


def _blanked(text: str, hits: Iterable[_Hit]) -> str:
    characters = list(text)
    for hit in hits:
        characters[hit.start : hit.end] = " " * (hit.end - hit.start)
    return "".join(characters)


def _around(hit: _Hit, text: str, rest: str) -> str:
    """Return what is said beside a hit. Glued to another name it is no second name: 茅台值得买."""
    glued = hit.start > 0 and rest[hit.start - 1] == " "
    said = text if glued else rest
    return f"{said[: hit.start]} {said[hit.end :]}"


def _stands_free(squeezed: Folded, hit: _Hit) -> bool:
    """Say whether a form is not cut out of a longer number or Latin word."""
    return not (
        (hit.start > 0 and _runs_on(squeezed, hit.start))
        or (hit.end < len(squeezed.text) and _runs_on(squeezed, hit.end))
    )


def _runs_on(squeezed: Folded, place: int) -> bool:
    left, right = squeezed.text[place - 1], squeezed.text[place]
    if not (left.isascii() and right.isascii() and squeezed.touches(place)):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def _settled(hits: Iterable[_Hit]) -> Iterator[tuple[int, int, tuple[str, ...], Basis]]:
    """Keep the longest forms; two of one length that cross (中国平安|平安银行) become one open question."""
    chosen: dict[int, _Hit] = {}
    owner: dict[int, int] = {}
    for number, hit in enumerate(sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start))):
        crossed = {owner[place] for place in range(hit.start, hit.end) if place in owner}
        if not crossed:
            chosen[number] = hit
            owner.update(dict.fromkeys(range(hit.start, hit.end), number))
        elif len(crossed) == 1:
            rival = crossed.pop()
            if _is_rival(hit, chosen[rival]):
                chosen[rival] = _joined(chosen[rival], hit)
                owner.update(dict.fromkeys(range(hit.start, hit.end), rival))
    for hit in chosen.values():
        yield hit.start, hit.end, hit.key.refs, hit.key.basis


def _is_rival(hit: _Hit, other: _Hit) -> bool:
    return bool(hit.key.refs and other.key.refs) and len(hit.key.text) == len(other.key.text)


def _joined(first: _Hit, second: _Hit) -> _Hit:
    refs = tuple(dict.fromkeys(first.key.refs + second.key.refs))
    return _Hit(min(first.start, second.start), max(first.end, second.end), replace(first.key, refs=refs))


def _mention(text: str, folded: Folded, start: int, end: int, refs: tuple[str, ...], basis: Basis) -> Mention:
    first, last = folded.span(start, end)
    return Mention(first, last, text[first:last], refs, basis)


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep mentions, earlier ones in the argument winning where two overlap."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in mentions:
        places = range(mention.start, mention.end)
        if taken.isdisjoint(places):
            kept.append(mention)
            taken.update(places)
    return kept


def _narrowed(mentions: list[Mention]) -> list[Mention]:
    """Let a certain mention settle an open one that could mean it: 平安银行（000001） is one share."""
    certain = {mention.refs[0] for mention in mentions if mention.certain}
    return [_narrow(mention, certain) for mention in mentions]


def _narrow(mention: Mention, certain: set[str]) -> Mention:
    meant = [ref for ref in mention.refs if ref in certain]
    return replace(mention, refs=(meant[0],)) if len(meant) == 1 else mention
