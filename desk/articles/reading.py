"""What editors are shown: articles by how they stand, one with its versions, what was asked in vain."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from conversations.database import Database
from conversations.messages import SHANGHAI
from desk.articles.editorial import told
from knowledge.gaps import gaps_since
from knowledge.grouping import Group, group
from knowledge.library import Shelf
from knowledge.retrieval import Retrieval
from knowledge.store import Store, pick
from knowledge.versions import Version, changes, current

SOON = timedelta(days=30)
"""An article that ends within this is expiring; gaps of this time are shown."""
MOST_GAPS, MOST_GROUPS = 5_000, 200
"""Grouping takes seconds of one processor: the newest gaps, for one editor at a time."""
Sort = Literal["public", "draft", "submitted", "approved", "scheduled", "expiring", "unverified", "retired"]
SORTS: Mapping[Sort, Callable[[Version, date], bool]] = {
    "public": lambda version, today: version.shown(today),
    "draft": lambda version, today: version.standing(today) == "draft",
    "submitted": lambda version, today: version.standing(today) == "in_review",
    "approved": lambda version, today: version.standing(today) == "approved",
    "scheduled": lambda version, today: version.standing(today) == "scheduled",
    "expiring": lambda version, today: version.shown(today) and _ends(version) <= today + SOON,
    "unverified": lambda version, _today: version.state != "retired" and not version.content.get("verified"),
    "retired": lambda version, today: version.standing(today) in ("retired", "expired"),
}
_NAMES = "select id, name from desk_agent"


@dataclass(frozen=True, slots=True)
class Listed:
    """Versions that match, and how many there are of each sort."""

    versions: Sequence[Version]
    counts: Mapping[Sort, int]


class Articles:
    """Reads what editors work on; `shelf` is the library that investors are answered from."""

    def __init__(
        self, database: Database, store: Store, shelf: Shelf, retrieval: Retrieval, today: Callable[[], date]
    ) -> None:
        self._database = database
        self._store = store
        self._shelf = shelf
        self._retrieval = retrieval
        self.today = today
        self._grouping = asyncio.Lock()

    async def find(self, sort: Sort | None, text: str) -> Listed:
        """All that is public, in work or withdrawn, by id; of one sort, and with a text in it."""
        with told():
            in_use = [*await self._store.published(), *await self._store.in_work()]
            versions = [*in_use, *await self._store.withdrawn()]
        today, sought = self.today(), text.strip().casefold()
        found = [each for each in versions if sought in _searched(each)]
        counts = {name: sum(belongs(each, today) for each in found) for name, belongs in SORTS.items()}
        chosen = [each for each in found if sort is None or SORTS[sort](each, today)]
        return Listed(sorted(chosen, key=lambda each: (each.id, each.number)), counts)

    async def history(self, id: str) -> list[Version]:
        """Every version, oldest first."""
        with told():
            return await self._store.history(id)

    async def compared(self, id: str, number: int, other: int | None) -> dict[str, list[tuple[str, str]]]:
        """What a version says otherwise than another, or than what is shown."""
        history = await self.history(id)
        with told():
            old = pick(history, other) if other is not None else current(history, self.today())
            return changes(old, pick(history, number))

    async def gaps(self) -> list[Group]:
        """What was asked in vain of late, in groups, the most frequent first."""
        with told():
            gaps = (await gaps_since(self._store, datetime.now(SHANGHAI) - SOON))[:MOST_GAPS]
        library, today = self._shelf.library, self.today()
        async with self._grouping:
            groups = await asyncio.to_thread(group, gaps, library, self._retrieval, today)
        return groups[:MOST_GROUPS]

    async def names(self) -> Mapping[str, str]:
        """What the people who write and review are called."""
        return {row["id"]: row["name"] for row in await self._database.rows(_NAMES, {})}


def row_of(version: Version, today: date) -> dict[str, Any]:
    """A version as lists and histories show it, without its texts."""
    content = version.content
    return {
        "id": version.id,
        "version": version.number,
        "standing": version.standing(today),
        "title": content.get("title", ""),
        "owner": content.get("owner", ""),
        "verified": bool(content.get("verified")),
        "begins": content.get("effective_from"),
        "ends": content.get("effective_to"),
        "author": version.author,
        "reviewer": version.reviewer,
        "origin": version.origin,
        "note": version.note,
        "written_at": version.created_at,
        "published_at": version.published_at,
    }


def _ends(version: Version) -> date:
    return version.day("effective_to") or date.max


def _searched(version: Version) -> str:
    cells = (version.content.get(name) for name in ("title", "questions", "answer", "owner"))
    words = (" ".join(cell) if isinstance(cell, list) else str(cell or "") for cell in cells)
    return " ".join((version.id, *words)).casefold()
