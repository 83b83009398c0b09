"""Support vector machines that tell intents apart, and the trust they deserve."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

from bot.components.calibration import Trust, left_out
from bot.components.ngrams import Counts, Weighed

_ROUNDS = 8  # of liblinear over the examples: a hundred take twice as long and understand no better


@dataclass(frozen=True)
class Examples:
    """What machines learn from: `figures` are the meanings, None where characters are all there is."""

    counts: Counts
    figures: Any
    intents: Any
    rarest: int
    strength: float

    def rows(self, columns: Any, learnt: Any = slice(None)) -> tuple[Any, Any]:
        """Each example as a row of figures, and the share of it that is known."""
        rows, known, _ = self.counts.weighed(columns, learnt)
        if self.figures is not None:
            figures = sparse.csr_matrix(self.figures)  # type: ignore[no-untyped-call]
            rows = sparse.hstack([rows, figures])  # type: ignore[no-untyped-call]
        return rows.tocsr(), known

    def machine(self, rows: Any, learnt: Any = slice(None)) -> Any:
        """Balanced machines for at least three intents.

        Machines that only look at the examples near the border understand strangers better than
        regressions, which fit the examples they know better.
        """
        machine = LinearSVC(  # type: ignore[no-untyped-call]
            C=self.strength, class_weight="balanced", max_iter=_ROUNDS, random_state=42
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
            return machine.fit(rows[learnt], self.intents[learnt])  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Machines:
    """One machine an intent, each a column: `weights` of grams, `senses` of the axes of meaning."""

    weights: Any
    senses: Any
    intercept: Any
    trust: Trust

    @classmethod
    def fit(cls, examples: Examples, leave_out: int) -> Machines:
        """Learns from all examples, and how far to trust it from those left out in turn."""
        columns = examples.counts.common(examples.rarest)
        rows, _ = examples.rows(columns)
        machine = examples.machine(rows)
        weights = machine.coef_.T.astype(np.float32)
        return cls(
            weights=weights[: len(columns)],
            senses=weights[len(columns) :],
            intercept=machine.intercept_.astype(np.float32),
            trust=_trust(examples, machine.classes_, leave_out),
        )

    def chances(self, weighed: Sequence[Weighed], figures: Any | None) -> Any:
        """The chance of each intent, a row a text."""
        margins = np.stack([each.weights @ self.weights[each.rows] for each in weighed]) + self.intercept
        if figures is not None:
            margins = margins + figures @ self.senses
        return self.trust.chances(margins, np.array([each.known for each in weighed]))


def _trust(examples: Examples, intents: Any, every: int) -> Trust:
    """What the answers to examples that were left out of the learning say of the machines."""
    places = left_out(examples.intents.tolist(), every)
    if not places.any():
        return Trust()
    learnt, asked = np.flatnonzero(~places), np.flatnonzero(places)
    rows, known = examples.rows(examples.counts.common(examples.rarest, learnt), learnt)
    margins = examples.machine(rows, learnt).decision_function(rows[asked])
    right = intents[margins.argmax(axis=1)] == examples.intents[asked]
    return Trust.fit(margins, known[asked], right)
