"""What an encoder's vectors say about intents, in fewer figures: the directions in which questions differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Meaning:
    """The `centre` of the questions learnt from, and the `axes` along which they differ most."""

    centre: Any
    axes: Any

    @classmethod
    def fit(cls, vectors: Any, size: int, weight: float) -> Meaning:
        """The `size` chief axes: a quarter of the figures tells intents apart as well as all of them."""
        centre = vectors.mean(axis=0)
        _, axes = np.linalg.eigh((vectors - centre).T @ (vectors - centre))
        return cls(centre, np.ascontiguousarray(axes[:, ::-1][:, :size] * weight, dtype=np.float32))

    def project(self, vectors: Any) -> Any:
        """The vectors as weighted figures on the axes."""
        return (vectors - self.centre) @ self.axes
