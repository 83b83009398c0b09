"""How an answer from the dated rows of rules/ is signed: document, day since when, verified or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from actions.facts import FactWords
from actions.words import NOTICES, load_words
from rules.row import Document, Row, all_verified


@dataclass(frozen=True)
class RuleWords:
    """The table data/notices/rule.yml; keys there are the names here."""

    since: str
    marked: str
    join: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "rule.yml")


class RuleStamp:
    """Signs answers; each names its documents once, the day since when all of it holds, and any doubt."""

    def __init__(self, words: RuleWords, facts: FactWords) -> None:
        self._words = words
        self._facts = facts

    @classmethod
    def load(cls) -> Self:
        return cls(RuleWords.load(), FactWords.load())

    def source(self, rows: Iterable[Row]) -> str:
        """The documents, the day and the doubt, without the rest of the last line."""
        rows = tuple(rows)
        text = self._words.join.join(dict.fromkeys(cite(row.document) for row in rows))
        since = max((row.effective_from for row in rows if row.effective_from), default=None)
        if since:
            text = self._words.since.format(source=text, date=since.isoformat())
        return text if all_verified(rows) else self._words.marked.format(source=text, mark=self.mark)

    def sign(self, *rows: Row) -> str:
        """The last line of an answer that rests on rows alone."""
        return self._facts.rule.format(source=self.source(rows))

    @property
    def mark(self) -> str:
        """What is said beside a value that nobody has verified."""
        return self._facts.unverified


def cite(document: Document) -> str:
    """A document as an investor is told of it: by its number, else by its name."""
    return document.number or document.name
