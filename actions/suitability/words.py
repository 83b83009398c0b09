"""The words of the risk test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class TestWords:
    """The table data/notices/suitability_test.yml; keys there are the names here."""

    __test__ = False  # to pytest the name looks like a class of tests

    commands: Mapping[str, str]
    under_way: Mapping[str, str]
    coaching: str
    choosing: Mapping[str, str]
    join: str
    intro: str
    standing: str
    hint: str
    several: str
    question: str
    option: str
    resumed: str
    paused: str
    no_open: str
    over: str
    refused: Mapping[str, str]
    progress: str
    anew: str
    unfit: Mapping[str, str]
    coached: str
    doubted: str
    complete: str
    used_up: str
    done: str
    lowest: str
    level: str
    lowest_level: str
    letter: str
    unverified: str
    span: str
    unknown_reach: str
    result: str
    expired: str
    history: str
    history_line: str
    spent: str
    day: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "suitability_test.yml")
