"""The model of intents: what it reads of a question, the machines it asks, and the files it is kept in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
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
_PARTS = "weights", "senses", "intercept"


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
    """Machines over characters alone (`plain`) and, with an encoder, over meaning too (`informed`)."""

    intents: list[str]
    grams: Grams
    plain: Machines
    meaning: Meaning | None = None
    informed: Machines | None = None

    @classmethod
    def fit(
        cls, texts: Sequence[str], intents: Sequence[str], encoder: Encoder | None, settings: Settings
    ) -> IntentModel:
        """Learns at least three intents."""
        with ThreadPoolExecutor(
            max_workers=1
        ) as aside:  # neither the encoder nor liblinear holds Python back
            vectors = aside.submit(encoder.encode, [readable(text) for text in texts]) if encoder else None
            counts = Counts.of(texts, settings.longest, settings.reach)
            columns = counts.common(settings.rarest)
            rows = {counts.names[column]: row for row, column in enumerate(columns)}
            grams = Grams(rows, settings.longest, settings.reach, counts.weighed(columns)[2])
            examples = Examples(counts, None, np.array(intents), settings.rarest, settings.strength)
            model = cls(sorted(set(intents)), grams, Machines.fit(examples, settings.leave_out))
        if vectors is None:
            return model
        meaning = Meaning.fit(vectors.result(), settings.axes, settings.weight)
        examples = replace(examples, figures=meaning.project(vectors.result()))
        return replace(model, meaning=meaning, informed=Machines.fit(examples, settings.leave_out))

    def chances(self, texts: Sequence[str], encoder: Encoder | None, certain: float) -> Any:
        """The chance of each intent, a row a text; the encoder is asked where characters leave doubts."""
        weighed = [self.grams.weigh(text) for text in texts]
        chances = self.plain.chances(weighed, None)
        unsure = np.flatnonzero(chances.max(axis=1) < certain)
        if encoder is None or self.informed is None or self.meaning is None or not unsure.size:
            return chances
        vectors = encoder.encode([readable(texts[place]) for place in unsure])
        figures = self.meaning.project(vectors)
        chances[unsure] = self.informed.chances([weighed[place] for place in unsure], figures)
        return chances

    def save(self, folder: Path) -> None:
        """Write the model into two files of `folder`; half precision is enough for weights."""
        machines = self._machines()
        grams = {"rows": self.grams.rows, "longest": self.grams.longest, "reach": self.grams.reach}
        trust = {name: asdict(each.trust) for name, each in machines.items()}
        words = {"intents": self.intents, "grams": grams, "trust": trust}
        (folder / _WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        numbers = {"idf": self.grams.idf, **(vars(self.meaning) if self.meaning else {})}
        for name, each in machines.items():
            numbers |= {f"{name}_{part}": getattr(each, part).astype(np.float16) for part in _PARTS}
        np.savez(folder / _NUMBERS, **numbers)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as file:
            numbers = {name: file[name].astype(np.float32) for name in file.files}
        machines = {
            name: Machines(**{part: numbers[f"{name}_{part}"] for part in _PARTS}, trust=Trust(**trust))
            for name, trust in words["trust"].items()
        }
        meaning = Meaning(numbers["centre"], numbers["axes"]) if "centre" in numbers else None
        grams = Grams(**words["grams"], idf=numbers["idf"])
        return cls(words["intents"], grams, machines["plain"], meaning, machines.get("informed"))

    def _machines(self) -> dict[str, Machines]:
        machines = {"plain": self.plain, "informed": self.informed}
        return {name: each for name, each in machines.items() if each is not None}
