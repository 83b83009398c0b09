"""Margins made chances: how sure the intent model may say it is, learnt from questions it had not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

_FIRST_GUESS = 6.0, 2.0


@dataclass(frozen=True)
class Trust:
    """`sharpness` of the margins, and `caution`, the power of the share of features that are known.

    A machine is sure of what it knows nothing about; an unheard name must not be taken for a yes.
    """

    sharpness: float = _FIRST_GUESS[0]
    caution: float = _FIRST_GUESS[1]

    @classmethod
    def fit(cls, margins: Any, known: Any, right: Any) -> Trust:
        """The trust by which the chance of the likeliest intent is nearest to how often it is `right`.

        Even what was always right is not believed to be so for ever (Platt's targets).
        """
        often = right.sum()
        target = np.where(right, (often + 1) / (often + 2), 1 / (len(right) - often + 2))

        def surprise(logarithms: Any) -> float:
            best = cls(*np.exp(logarithms)).chances(margins, known).max(axis=1).clip(1e-6, 1 - 1e-6)
            return float(-(target * np.log(best) + (1 - target) * np.log1p(-best)).mean())

        found = minimize(  # type: ignore[no-untyped-call]
            surprise, np.log(_FIRST_GUESS), method="Nelder-Mead"
        )
        sharpness, caution = np.exp(found.x).tolist()
        return cls(sharpness, caution)

    def chances(self, margins: Any, known: Any) -> Any:
        """The chance of each intent, a row a question; what they lack of one is that of none of them."""
        powers = np.exp(self.sharpness * (margins - margins.max(axis=1, keepdims=True)))
        return powers / powers.sum(axis=1, keepdims=True) * np.power(known, self.caution)[:, np.newaxis]


def left_out(intents: Sequence[str], every: int) -> Any:
    """Which examples are asked instead of learnt: in each intent one of `every` so many."""
    seen = Counter[str]()
    asked = []
    for intent in intents:
        seen[intent] += 1
        asked.append(seen[intent] % every == 0)
    return np.array(asked)
