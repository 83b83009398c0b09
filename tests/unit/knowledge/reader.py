"""Another process with a library of its own: prints each new answer of an article, until it is ended."""

import asyncio
import sys

from knowledge.librarian import Librarian
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval
from knowledge.watch import Watch
from tests.unit.knowledge.given import MONDAY


async def main(dsn: str) -> None:
    shelf = Shelf(Library([]))
    following = asyncio.create_task(Watch(dsn, Librarian(shelf, Retrieval())).run())
    said = ""
    while not following.done():
        found = shelf.library.get("ACC91", MONDAY)
        if found and found.answer != said:
            said = found.answer
            print(said, flush=True)  # noqa: T201 - the test reads it
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
