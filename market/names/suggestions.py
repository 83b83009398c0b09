"""Near misses: securities whose names sound or look like what a question seems to be about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from market.names.codes import written_codes
from market.names.context import Context
from market.names.forms import stem
from market.names.lexicon import Lexicon
from market.names.normal import HAN, Folded, fold, key_text
from market.names.pinyin import Readings
from market.securities import Security

# Likeness is rapidfuzz's ratio, 0 to 100. The limits were set on hand-made typos: a homophone has 100, one
# wrong character of four leaves 75 of the characters and some 80 of the letters.
_LETTERS_ALIKE = 80.0
_CHARACTERS_ALIKE = 75.0
_PREFIX = 60.0
_WHOLE_NAME_BEGUN = 95.0
_SHORTEST_BEGINNING = 4
_MOST_COMPANIES = 3
"""Companies whose full names may begin alike before the beginning is a place's or a group's name."""
_LONGEST_PIECE = 12
_NEW_SHARE = re.compile(rf"(?<![A-Z])[NC](?=[{HAN}]{{2}})")
"""What boards show before a new share's name in its first days."""
_WINDOW = 4


@dataclass(frozen=True)
class _Entry:
    form: str
    spelling: str
    refs: tuple[str, ...]


class Suggestions:
    """Offers names to choose from; nothing here is ever taken for what the investor meant."""

    def __init__(self, lexicon: Lexicon, readings: Readings, context: Context) -> None:
        self._securities = lexicon.securities
        self._readings = readings
        self._context = context
        self._ordinary = {key.text: key.refs for key in lexicon.keys if key.gate == "context"}
        self._entries = list(_entries(lexicon, readings))
        self._whole_names = list(_whole_names(lexicon))
        self._spellings = [entry.spelling for entry in self._entries]
        self._forms = [entry.form for entry in self._entries]
        self._by_spelling: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            self._by_spelling[entry.spelling].append(entry)

    def near(self, text: str, limit: int) -> list[Security]:
        """Return at most `limit` securities, the likeliest first; [] where nothing comes near."""
        folded = fold(text)
        refs = [*self._misplaced(folded), *self._ordinary.get(folded.without_blanks().text, ())]
        scores: dict[str, float] = defaultdict(float)
        for entry, score in self._near_misses(folded.without_blanks().text):
            for ref in entry.refs:
                scores[ref] = max(score, scores[ref])
        funds = "ETF" in folded.text
        refs += (ref for ref in sorted(scores, key=lambda ref: -scores[ref]) if self._fits(ref, funds))
        return [self._securities[ref] for ref in dict.fromkeys(refs)][:limit]

    def _misplaced(self, folded: Folded) -> Iterator[str]:
        """Yield the securities of codes written with an exchange where they do not trade."""
        codes = {written.code for written in written_codes(folded) if written.explicit}
        if codes:
            yield from (ref for ref, security in self._securities.items() if security.code in codes)

    def _near_misses(self, text: str) -> Iterator[tuple[_Entry, float]]:
        for residue in self._context.residue(_NEW_SHARE.sub("", text)):
            piece = residue[:_LONGEST_PIECE]
            if len(piece) >= 2 and piece not in self._ordinary:
                yield from self._alike(piece)
            if len(piece) > _WINDOW and not piece.isascii():
                for start in range(len(piece) - _WINDOW + 1):
                    yield from self._homophones(piece[start : start + _WINDOW])

    def _alike(self, piece: str) -> Iterator[tuple[_Entry, float]]:
        for entry, score in self._nearest(self._spelling(piece), self._spellings, _LETTERS_ALIKE):
            if score >= _needed(piece, entry.form):
                yield entry, score + fuzz.ratio(piece, entry.form) / 10
        for entry, score in self._nearest(piece, self._forms, _CHARACTERS_ALIKE):
            if len(piece) == len(entry.form) > 3:
                yield entry, score
        yield from ((entry, _PREFIX) for entry in self._entries if entry.form.startswith(piece))
        yield from ((entry, _WHOLE_NAME_BEGUN) for entry in self._begun(piece))

    def _begun(self, piece: str) -> list[_Entry]:
        """Return the few companies whose full names begin so: 河南瑞贝卡 of 河南瑞贝卡发制品股份有限公司."""
        if len(piece) < _SHORTEST_BEGINNING:
            return []
        begun = [entry for entry in self._whole_names if entry.form.startswith(piece)]
        return begun if len(begun) <= _MOST_COMPANIES else []

    def _homophones(self, piece: str) -> Iterator[tuple[_Entry, float]]:
        """Yield what sounds the same: inside a sentence anything less is chance."""
        yield from ((entry, 100.0) for entry in self._by_spelling.get(self._spelling(piece), ()))

    def _spelling(self, text: str) -> str:
        return self._readings.spellings(text)[0]

    def _nearest(self, text: str, among: list[str], least: float) -> Iterator[tuple[_Entry, float]]:
        found = process.extract(text, among, scorer=fuzz.ratio, score_cutoff=least, limit=20)
        return ((self._entries[place], score) for _, score, place in found)

    def _fits(self, ref: str, funds: bool) -> bool:
        return funds or self._securities[ref].kind in ("stock", "index")


def _needed(piece: str, form: str) -> float:
    """Return how alike in letters two names must be: the shorter they are, the more."""
    if piece.isascii():
        return 90.0 if len(piece) >= 5 else 100.0
    if len(form) <= 2 or len(piece) <= 2:
        return 100.0
    if len(form) != len(piece):
        return 90.0
    return 85.0 if len(form) == 3 else _LETTERS_ALIKE


def _entries(lexicon: Lexicon, readings: Readings) -> Iterable[_Entry]:
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for ref, security in lexicon.securities.items():
        if security.status == "listed":
            name = key_text(security.name)
            owners[name][ref] = owners[stem(name)][ref] = None
    for key in lexicon.keys:
        if key.basis in ("alias", "former") and key.gate == "open":
            owners[key.text].update(
                dict.fromkeys(ref for ref in key.refs if lexicon.securities[ref].status == "listed")
            )
    for form, refs in owners.items():
        yield _Entry(form, readings.spellings(form)[0], tuple(refs))


def _whole_names(lexicon: Lexicon) -> Iterator[_Entry]:
    for ref, security in lexicon.securities.items():
        if security.full_name and security.status == "listed":
            yield _Entry(key_text(security.full_name), "", (ref,))
