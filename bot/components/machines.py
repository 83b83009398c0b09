"""Support vector machines that tell intents apart, and the trust they deserve."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel
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

    @property
    def axes(self) -> int:
        """The number of figures of a meaning."""
        return 0 if self.figures is None else int(self.figures.shape[1])

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
    """One machine an intent, each a column: `weights` of grams, `senses` of the axes of meaning, if any.

    `informed` is the trust where a question's meaning is known, `plain` where its characters are all.
    """

    weights: Any
    senses: Any
    intercept: Any
    informed: Trust
    plain: Trust

    @classmethod
    def fit(cls, examples: Examples, leave_out: int) -> Machines:
        """Learns from all examples, and how far it may be trusted from those left out."""
        # As processes: liblinear shares its dice within one, and a model must come out the same again.
        both = Parallel(n_jobs=2, max_nbytes=None)  # type: ignore[no-untyped-call]
        (weights, intercept), (informed, plain) = both(
            [(_weights, (examples,), {}), (_trusts, (examples, leave_out), {})]
        )
        grams = len(weights) - examples.axes
        return cls(weights[:grams], weights[grams:], intercept, informed, plain)

    def chances(self, weighed: Sequence[Weighed], figures: Any | None) -> Any:
        """The chance of each intent, a row a text; `figures` are the meanings of the texts."""
        margins = np.stack([each.weights @ self.weights[each.rows] for each in weighed]) + self.intercept
        known = np.array([each.known for each in weighed])
        if figures is None:
            return self.plain.chances(margins, known)
        return self.informed.chances(margins + figures @ self.senses, known)


def _weights(examples: Examples) -> tuple[Any, Any]:
    """The weights of grams and axes, a row each, and the intercept of machines that know all examples."""
    machine = examples.machine(examples.rows(examples.counts.common(examples.rarest))[0])
    return machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def _trusts(examples: Examples, every: int) -> tuple[Trust, Trust]:
    """What the answers to examples that were left out say of the machines, with their meaning and without."""
    places = left_out(examples.intents.tolist(), every)
    if not places.any():
        return Trust(), Trust()
    learnt, asked = np.flatnonzero(~places), np.flatnonzero(places)
    columns = examples.counts.common(examples.rarest, learnt)
    rows, known = examples.rows(columns, learnt)
    machine = examples.machine(rows, learnt)
    informed = machine.decision_function(rows[asked])
    plain = rows[asked, : len(columns)] @ machine.coef_[:, : len(columns)].T + machine.intercept_
    meant, intents = examples.intents[asked], machine.classes_
    return (
        Trust.fit(informed, known[asked], intents[informed.argmax(axis=1)] == meant),
        Trust.fit(plain, known[asked], intents[plain.argmax(axis=1)] == meant),
    )
