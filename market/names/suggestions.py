"""Near misses: securities whose names sound or look like what a question seems to be about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from market.names.codes import written_codes
from market.names.context import Context
from market.names.forms import key_text, stem
from market.names.lexicon import Lexicon
from market.names.normal import fold
from market.names.pinyin import Readings
from market.securities import Security

# Below this likeness of the spelled names (0–100) a suggestion is noise; measured on hand-made typos.
_LIKE_ENOUGH = 80.0
_LONGEST_PIECE = 12


@dataclass(frozen=True)
class _Entry:
    form: str
    spelling: str
    ref: str


class Suggestions:
    """Offers names to choose from; nothing here is ever taken for what the investor meant."""

    def __init__(self, lexicon: Lexicon, readings: Readings, context: Context) -> None:
        self._securities = lexicon.securities
        self._readings = readings
        self._context = context
        self._entries = _entries(lexicon, readings)
        self._spellings = [entry.spelling for entry in self._entries]

    def near(self, text: str, limit: int) -> list[Security]:
        """Return at most `limit` securities, the likeliest first; [] where nothing comes near."""
        folded = fold(text)
        refs = [*self._other_exchanges(folded.text)]
        scored: dict[str, float] = {}
        for piece in self._context.residue(folded.without_blanks().text):
            for ref, score in self._scored(piece[:_LONGEST_PIECE]):
                scored[ref] = max(score, scored.get(ref, 0.0))
        refs += sorted(scored, key=lambda ref: -scored[ref])
        return [self._securities[ref] for ref in dict.fromkeys(refs)][:limit]

    def _other_exchanges(self, text: str) -> Iterable[str]:
        """Yield the securities of a code that was written with an exchange where it does not trade."""
        for written in written_codes(fold(text)):
            for ref, security in self._securities.items():
                if written.explicit and security.code == written.code:
                    yield ref

    def _scored(self, piece: str) -> Iterable[tuple[str, float]]:
        if len(piece) < 2:
            return
        spelling = self._readings.spellings(piece)[0]
        for _, score, place in process.extract(
            spelling, self._spellings, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=20
        ):
            entry = self._entries[place]
            yield entry.ref, score + fuzz.ratio(piece, entry.form) / 10
        for entry in self._entries:
            if entry.form.startswith(piece):
                yield entry.ref, _LIKE_ENOUGH


def _entries(lexicon: Lexicon, readings: Readings) -> list[_Entry]:
    entries = []
    for ref, security in lexicon.securities.items():
        if security.status == "listed":
            for form in dict.fromkeys((key_text(security.name), stem(security.name))):
                entries.append(_Entry(form, readings.spellings(form)[0], ref))
    return entries
