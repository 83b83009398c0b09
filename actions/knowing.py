"""What the assistant knows beside market facts, kept current for as long as the action server runs."""

import asyncio
from pathlib import Path
from typing import Self

from knowledge.encoder import Encoder
from knowledge.gaps import Gaps
from knowledge.librarian import Librarian
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval
from knowledge.watch import Standing, Watch
from market.names import normalise

VECTORS = "questions.npz"


class Knowing:
    """The shelf with the newest library, and where it is noted what that lacks. Without a database it is that
    of the files, and nothing is noted.
    """

    def __init__(self, database_url: str, folder: Path) -> None:
        """`folder` keeps what was computed for finding articles."""
        self.shelf = Shelf(Library.of_folder(Retrieval(normalise)))
        retrieval = Retrieval(normalise, Encoder.open(folder / VECTORS))
        self._librarian = Librarian(self.shelf, retrieval)
        self._watch = Watch(database_url, self._librarian)
        self.gaps = Gaps(database_url)
        self._background: list[asyncio.Task[None]] = []

    @property
    def standing(self) -> Standing:
        """Whose library is in use."""
        return self._watch.standing

    async def __aenter__(self) -> Self:
        self._background = [asyncio.create_task(work()) for work in (self._watch.run, self.gaps.run)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._background:
            task.cancel()
        self._librarian.leave()
        await asyncio.gather(*self._background, return_exceptions=True)
