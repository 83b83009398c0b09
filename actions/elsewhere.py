"""A company's share that is traded elsewhere than its A share: 万科B, 中国平安H股. None is looked up."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from actions.question import Question
from actions.utterance import Button, Utterance
from actions.words import NOTICES, load_words
from market.names import normalise
from market.securities import Security

_CLASS = r"的?\s?(?:[BH]股(?!东|指)|港股(?!通)|[BH](?![A-Za-z0-9股]))(?![^和跟与、，]{0,6}ETF)"


@dataclass(frozen=True)
class ElsewhereWords:
    """The table data/notices/elsewhere.yml; keys there are the names here."""

    unknown: str


@dataclass(frozen=True)
class Other:
    """What was asked for as it was written, and the A shares of that name."""

    query: str
    shares: tuple[Security, ...]


class Elsewhere:
    """Knows by the word after a name that another class of share is meant."""

    def __init__(self, get: Callable[[str], Security | None], words: ElsewhereWords) -> None:
        self._get = get
        self._words = words

    @classmethod
    def load(cls, get: Callable[[str], Security | None]) -> Self:
        return cls(get, load_words(ElsewhereWords, NOTICES / "elsewhere.yml"))

    def named(self, question: Question) -> Other | None:
        """The share of another class that a message names; funds and indices have none."""
        text = normalise(question.text)
        for asked in question.asked:
            name = re.escape(normalise(asked.text))
            found = re.search(name + _CLASS, text, re.IGNORECASE) if name else None
            known = [self._get(ref) for ref in asked.refs] if found else []
            if found and (shares := tuple(each for each in known if each and each.kind == "stock")):
                return Other(found.group(), shares)
        return None

    def told(self, other: Other, buttons: tuple[Button, ...]) -> Utterance:
        """That it cannot be looked up, above what can be."""
        said = self._words.unknown.format(query=other.query)
        return Utterance("utter_delisted_lead", {"head": said}, buttons)
