"""The words of products and the investor's own result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class MatchWords:
    """The table data/notices/suitability_match.yml; keys there are the names here."""

    commands: Mapping[str, str]
    named: str
    under_way: Mapping[str, str]
    level: str
    sentence: str
    sentence_again: str
    mine: str
    line: str
    name: str
    more: str
    join: str
    lists: Mapping[str, str]
    fits: str
    above: str
    barred: str
    within: str
    expired: str
    which: str
    warning: str
    ask: str
    ask_again: str
    hesitated: str
    withdrawn: str
    confirmed: str
    called_back: str
    stamp: str
    unverified: str
    minute: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "suitability_match.yml")
