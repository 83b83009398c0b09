"""How an answer from the dated rows of rules/ is signed: document, day since when, verified or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from actions.facts import FactWords
from actions.words import NOTICES, load_words
from rules.row import Document, Row


@dataclass(frozen=True)
class RuleWords:
    """The table data/notices/rule.yml; keys there are the names here."""

    since: str
    marked: str
    join: str
    part: str

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

    def source(self, rows: Iterable[Row], *, told: bool = False) -> str:
        """The documents, the day since when, and which of them are in doubt; not the whole last line.

        `told` says that doubts stand beside the values: then only a document of doubts alone is marked.
        """
        rows = tuple(rows)
        doubted = {row.document for row in rows if not row.verified}
        if told:
            doubted -= {row.document for row in rows if row.verified}
        parts = [self._cited([row for row in rows if row.document not in doubted])]
        if doubted:
            doubtful = self._cited([row for row in rows if row.document in doubted])
            parts.append(self._words.marked.format(source=doubtful, mark=self.mark))
        return self._words.part.join(part for part in parts if part)

    def _cited(self, rows: Sequence[Row]) -> str:
        text = self._words.join.join(dict.fromkeys(cite(row.document) for row in rows))
        since = max((row.effective_from for row in rows if row.effective_from), default=None)
        return self._words.since.format(source=text, date=since.isoformat()) if since else text

    def sign(self, *rows: Row, told: bool = False) -> str:
        """The last line of an answer that rests on rows alone."""
        return self._facts.rule.format(source=self.source(rows, told=told))

    @property
    def mark(self) -> str:
        """What is said beside a value that nobody has verified."""
        return self._facts.unverified


def cite(document: Document) -> str:
    """A document as an investor is told of it: by its number, else by its name."""
    return document.number or document.name
