"""Puts a new library on the shelf: first as soon as it can be read, then with the sense of its questions."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from knowledge.article import Article
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval

log = logging.getLogger(__name__)


class Librarian:
    """Arranges libraries in a thread, so that turns go on; what the encoder adds follows later."""

    def __init__(self, shelf: Shelf, retrieval: Retrieval) -> None:
        self.shelf = shelf
        self._retrieval = retrieval
        self._improving: asyncio.Task[None] | None = None

    async def arrange(
        self, articles: Iterable[Article], following: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """Show these articles from now on."""
        plain = Library(articles, following, replace(self._retrieval, encoder=None))
        self.shelf.library = await asyncio.to_thread(plain.prepare)
        self.improve()

    def improve(self) -> None:
        """Begin to add the encoder's part to what stands on the shelf."""
        self.leave()
        self._improving = asyncio.create_task(self._improve(self.shelf.library))

    def leave(self) -> None:
        """Let go of what is being computed."""
        if self._improving:
            self._improving.cancel()

    async def _improve(self, library: Library) -> None:
        await asyncio.to_thread(library.prepare)
        if self._retrieval.encoder is None:
            return
        try:
            better = await asyncio.to_thread(library.read_with(self._retrieval).prepare)
        except Exception as error:  # a package of others: without it characters decide alone
            log.error("the sentence encoder failed: %s", type(error).__name__)
            return
        if self.shelf.library is library:
            self.shelf.library = better
