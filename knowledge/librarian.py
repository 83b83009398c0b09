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
    """Arranges libraries in a thread, so that turns go on; an encoder's part follows when it is computed."""

    def __init__(self, shelf: Shelf, retrieval: Retrieval) -> None:
        self.shelf = shelf
        self._retrieval = retrieval

    async def arrange(
        self, articles: Iterable[Article], following: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """Show these articles from now on."""
        plain = Library(articles, following, replace(self._retrieval, encoder=None))
        self.shelf.library = await asyncio.to_thread(plain.prepare)
        if self._retrieval.encoder:
            try:
                self.shelf.library = await asyncio.to_thread(plain.read_with(self._retrieval).prepare)
            except Exception as error:  # a package of others: without it characters decide alone
                log.error("the sentence encoder failed: %s", type(error).__name__)

    async def improve(self) -> None:
        """Add the encoder's part to what stands on the shelf."""
        library = self.shelf.library
        await self.arrange(library.articles, library.following)
