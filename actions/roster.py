"""Every feature by its intent, joined with what it needs."""

from dataclasses import dataclass

from actions.facts import FactWords
from actions.features import Features
from actions.identify import Identifier
from market.market import Market


@dataclass(frozen=True)
class Needs:
    """What features are made of."""

    market: Market
    identifier: Identifier
    words: FactWords


def build_features(needs: Needs) -> Features:
    """The features, ready to be asked."""
    return {}
