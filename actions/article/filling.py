"""Fills an article's placeholders: values of dated rules, parameters of the broker."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions import figures
from actions.article.words import ArticleWords
from knowledge.article import PLACEHOLDER, Article
from knowledge.folder import Parameter
from rules.book import Book
from rules.row import Row, Unknown

_CITED = 2
"""Sources that are named; of more it is only said that there are more."""


@dataclass(frozen=True)
class Filled:
    """A text without placeholders, and the rows that stand in it."""

    text: str
    rows: tuple[Row, ...] = ()


class Filling:
    """`settings` are the broker's own values by parameter; what is not set is said in general words."""

    def __init__(
        self,
        book: Book,
        parameters: Mapping[str, Parameter],
        settings: Mapping[str, str],
        words: ArticleWords,
    ) -> None:
        self._book = book
        self._parameters = parameters
        self._settings = settings
        self._words = words

    def fill(self, text: str, day: date) -> Filled:
        """The text as of a day. Raises UnknownTopic or KeyError for a placeholder of nothing."""
        rows: list[Row] = []

        def value(found: re.Match[str]) -> str:
            if found["kind"] == "broker":
                parameter = self._parameters[found["key"]]
                return self._settings.get(parameter.key) or parameter.unset
            row = self._book.ask(found["key"], day)
            if isinstance(row, Unknown):
                return self._words.unknown
            rows.append(row)
            return self._spoken(row)

        return Filled(PLACEHOLDER.sub(value, text), tuple(rows))

    def sign(self, article: Article, rows: Iterable[Row], language: str = "") -> str:
        """The last line: what an answer rests on, since when, and whether its values were checked."""
        words = self._signature(language)
        rows = tuple(rows)
        documents = (row.document.number or row.document.name for row in rows)
        cited = list(dict.fromkeys((*article.sources, *documents)))
        sources = self._words.sources.join(cited[:_CITED])
        if len(cited) > _CITED:
            sources += words["more"]
        days = [each for each in (article.effective_from, *(row.effective_from for row in rows)) if each]
        since = words["since"].format(date=max(days).isoformat()) if days else ""
        return words["stamp"].format(sources=sources, since=since) + _doubt(rows, words)

    def mark(self, rows: Iterable[Row], language: str = "") -> str:
        """The last line of what is only begun: that it is automatic, and whether its values were checked."""
        words = self._signature(language)
        return words["automatic"] + _doubt(rows, words)

    def _signature(self, language: str) -> Mapping[str, str]:
        """The words of the last line, plain Chinese where `language` has none of its own."""
        return self._words.signatures.get(language) or self._words.signatures[""]

    def _spoken(self, row: Row) -> str:
        if row.unit == "times":
            return self._words.join.join(self._span(span) for span in row.value.split())
        pattern = self._words.units.get(row.unit)
        return pattern.format(value=self._count(row.number)) if pattern else row.value

    def _span(self, span: str) -> str:
        begin, _, end = span.partition("-")
        return self._words.times.format(begin=_hour(begin), end=_hour(end)) if end else _hour(begin)

    def _count(self, number: Decimal) -> str:
        for unit, size in self._words.large.items():
            if number >= size and number * 100 % size == 0:
                return f"{figures.plain(number / size)}{unit}"
        return figures.plain(number)


def _doubt(rows: Iterable[Row], words: Mapping[str, str]) -> str:
    return "" if all(row.verified for row in rows) else words["unverified"]


def _hour(time: str) -> str:
    return time.removeprefix("0")
