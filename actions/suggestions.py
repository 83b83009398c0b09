"""What a message that was not understood may have meant: choices out of the brain's ranking. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.boundary.feature import DECLINED

CHOICES = 3
"""Choices below the question what was meant."""
LEAST = 0.04
"""Confidence below which an intent is no choice."""


@dataclass(frozen=True)
class Doubt:
    """Intents that a message may have, the likeliest first, with their confidence."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def declined(self) -> str:
        """The intent beyond our boundary that is likeliest of all; "" where none is."""
        first = self.ranked[0][0] if self.ranked else ""
        return first if first in DECLINED else ""

    def choices(self, asked: Mapping[str, str]) -> tuple[str, ...]:
        """The likeliest intents among those that can be asked by a button, which `asked` holds by topic."""
        known = set(asked.values())
        likely = (intent for intent, confidence in self.ranked if confidence >= LEAST and intent in known)
        return tuple(likely)[:CHOICES]


def doubt_of(message: Mapping[str, Any]) -> Doubt:
    """The ranking of the latest message without the fallback itself."""
    ranking: Sequence[Mapping[str, Any]] = message.get("intent_ranking") or ()
    listed = ((str(each["name"]), float(each["confidence"])) for each in ranking)
    return Doubt(tuple(each for each in listed if each[0] != "nlu_fallback"))
