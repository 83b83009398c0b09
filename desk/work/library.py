"""The articles as agents look them up: found by what is typed, with rules and parameters filled in.

The newest ones stand on a shelf of this process, as on that of the action server, but are found by their
characters alone: the encoder would cost every gateway the memory of a model.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

from knowledge.article import Article
from knowledge.librarian import Librarian
from knowledge.library import Library, Shelf
from knowledge.retrieval import Normalise, Retrieval
from knowledge.watch import Watch

MOST = 8
NEAR = 0.25
"""Score from which an article is worth offering unasked."""


class Rule(Protocol):
    """A dated row of rules/ that stands in a text."""

    @property
    def verified(self) -> bool: ...


class Filled(Protocol):
    """A text without placeholders, and the rows that stand in it."""

    @property
    def text(self) -> str: ...
    @property
    def rows(self) -> Iterable[Any]: ...


class Filling(Protocol):
    """Fills placeholders as of a day; `actions.article.filling.Filling` is one."""

    def fill(self, text: str, day: date) -> Filled: ...


@dataclass(frozen=True, slots=True)
class Found:
    """An article ready to be read; `verified` says that each of its values was checked."""

    id: str
    title: str
    mode: str
    answer: str
    detail: str
    steps: tuple[str, ...]
    sources: tuple[str, ...]
    effective_from: date | None
    verified: bool


class Handbook:
    """`async with` keeps it current; before, and without a database, it is that of the files."""

    def __init__(
        self, database_url: str, normalise: Normalise, filling: Filling, today: Callable[[], date]
    ) -> None:
        retrieval = Retrieval(normalise)
        self.shelf = Shelf(Library.of_folder(retrieval))
        self._librarian = Librarian(self.shelf, retrieval)
        self._watch = Watch(database_url, self._librarian)
        self._filling = filling
        self._today = today
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._watching = asyncio.create_task(self._watch.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self._librarian.leave()

    async def find(self, text: str, limit: int = MOST) -> list[Found]:
        """The articles nearest to what is typed; one is named by its id too."""
        named = self.get(text.strip().upper())
        if named:
            return [named]
        library, today = self.shelf.library, self._today()
        near = await asyncio.to_thread(library.find, text, today, limit)
        return [self._filled(each.article, today) for each in near]

    async def nearest(self, text: str) -> Found | None:
        """The article worth offering for a question of an investor."""
        library, today = self.shelf.library, self._today()
        near = await asyncio.to_thread(library.find, text, today, 1)
        return self._filled(near[0].article, today) if near and near[0].score >= NEAR else None

    def get(self, id: str) -> Found | None:
        """The article that holds today."""
        today = self._today()
        article = self.shelf.library.get(id, today)
        return self._filled(article, today) if article else None

    def _filled(self, article: Article, today: date) -> Found:
        answer, detail, *steps = (
            self._filling.fill(text, today) for text in (article.answer, article.detail, *article.steps)
        )
        rows: list[Rule] = [row for each in (answer, detail, *steps) for row in each.rows]
        return Found(
            id=article.id,
            title=article.title,
            mode=article.mode,
            answer=answer.text,
            detail=detail.text,
            steps=tuple(step.text for step in steps),
            sources=article.sources,
            effective_from=article.effective_from,
            verified=article.verified and all(row.verified for row in rows),
        )
