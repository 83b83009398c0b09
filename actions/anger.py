"""How angry a message is at us; swearing at the market is not. Pure."""

import re
from dataclasses import dataclass
from typing import Self

from actions.question import Question
from actions.words import NOTICES, load_words
from market.names import normalise

CALM, ANGRY, RAGING = 0, 1, 2
_CROSS = frozenset({"complain", "dispute", "deny", "say_nothing", "out_of_scope", "nlu_fallback"})
"""Intents of messages that are angry when they are shouted, whatever their words."""


@dataclass(frozen=True)
class AngerWords:
    """How anger is worded; data/notices/anger.yml."""

    raging: str
    angry: str
    shouted: str
    elsewhere: str
    ours: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "anger.yml")

    def level(self, asked: Question) -> int:
        """CALM, ANGRY, or RAGING; what is shouted is a level angrier."""
        text = "".join(normalise(asked.text).split())
        if not text or not self._at_us(text, asked):
            return CALM
        if _says(self.raging, text):
            return RAGING
        shouted = _says(self.shouted, text)
        if _says(self.angry, text):
            return RAGING if shouted else ANGRY
        return ANGRY if shouted and asked.intent in _CROSS else CALM

    def _at_us(self, text: str, asked: Question) -> bool:
        """Whether it may be meant for us: what names a share or speaks of the market must name us too."""
        return _says(self.ours, text) or not (asked.asked or _says(self.elsewhere, text))


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
