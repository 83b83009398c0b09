"""The model of intents: what it reads of a question, the machines it asks, and the files it is kept in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.components.calibration import Trust
from bot.components.encoder import Encoder, readable
from bot.components.machines import Examples, Machines
from bot.components.meaning import Meaning
from bot.components.ngrams import Counts, Grams

_WORDS = "intents.json"
_NUMBERS = "weights.npz"
_WEIGHTS = "weights", "senses", "intercept"
_TRUSTS = "informed", "plain"


@dataclass(frozen=True)
class Settings:
    """`longest` run and `reach` of a pair, in how many texts the `rarest` stands, `strength` (C of the
    machines), `axes` and `weight` of the meaning, and one of how many is left out to learn the trust."""

    longest: int
    reach: int
    rarest: int
    strength: float
    axes: int
    weight: float
    leave_out: int


@dataclass(frozen=True)
class IntentModel:
    """Machines over characters and, if there was an encoder when they learnt, over `meaning` too."""

    intents: list[str]
    grams: Grams
    machines: Machines
    meaning: Meaning | None

    @classmethod
    def fit(
        cls, texts: Sequence[str], intents: Sequence[str], encoder: Encoder | None, settings: Settings
    ) -> IntentModel:
        """Learns at least three intents."""
        with ThreadPoolExecutor(max_workers=1) as aside:  # the encoder works on arrays, the counting does not
            vectors = aside.submit(encoder.encode, [readable(text) for text in texts]) if encoder else None
            counts = Counts.of(texts, settings.longest, settings.reach)
        columns = counts.common(settings.rarest)
        rows = {counts.names[column]: row for row, column in enumerate(columns)}
        grams = Grams(rows, settings.longest, settings.reach, counts.weighed(columns)[2])
        meaning = Meaning.fit(vectors.result(), settings.axes, settings.weight) if vectors else None
        figures = meaning.project(vectors.result()) if vectors and meaning else None
        examples = Examples(counts, figures, np.array(intents), settings.rarest, settings.strength)
        return cls(sorted(set(intents)), grams, Machines.fit(examples, settings.leave_out), meaning)

    def chances(self, texts: Sequence[str], encoder: Encoder | None, certain: float) -> Any:
        """The chance of each intent, a row a text; the encoder is asked where characters leave doubts."""
        weighed = [self.grams.weigh(text) for text in texts]
        chances = self.machines.chances(weighed, None)
        unsure = np.flatnonzero(chances.max(axis=1) < certain)
        if encoder is None or self.meaning is None or not unsure.size:
            return chances
        figures = self.meaning.project(encoder.encode([readable(texts[place]) for place in unsure]))
        chances[unsure] = self.machines.chances([weighed[place] for place in unsure], figures)
        return chances

    def save(self, folder: Path) -> None:
        """Write the model into two files of `folder`; half precision is enough for weights."""
        words = {
            "intents": self.intents,
            "grams": {"rows": self.grams.rows, "longest": self.grams.longest, "reach": self.grams.reach},
            "trust": {name: asdict(getattr(self.machines, name)) for name in _TRUSTS},
        }
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        weights = {name: getattr(self.machines, name).astype(np.float16) for name in _WEIGHTS}
        np.savez_compressed(
            folder / _NUMBERS, idf=self.grams.idf, **weights, **(vars(self.meaning) if self.meaning else {})
        )

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as file:
            numbers = {name: file[name].astype(np.float32) for name in file.files}
        trusts = {name: Trust(**words["trust"][name]) for name in _TRUSTS}
        machines = Machines(**{name: numbers[name] for name in _WEIGHTS}, **trusts)
        meaning = Meaning(numbers["centre"], numbers["axes"]) if "centre" in numbers else None
        return cls(words["intents"], Grams(**words["grams"], idf=numbers["idf"]), machines, meaning)
