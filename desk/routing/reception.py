"""Who is there, for the conversations room: whether a wish for a person can be met, and how long it takes."""

import asyncio
from collections.abc import Set
from math import ceil
from typing import Literal

from conversations.database import Database
from desk.routing.roster import SERVING, Roster
from desk.routing.settings import Settings

State = Literal["open", "closed", "none"]
KEPT = 1.0  # seconds
LOOKED_BACK = 30  # minutes
ENOUGH = 3  # conversations taken in that time, from which on they say something about the next

_STAFFED = "select exists (select from desk_agent where active and role = any(%(roles)s)) as staffed"
_TAKEN = """
select count(*)::int as taken from transition
where at > now() - make_interval(mins => %(minutes)s)
  and to_owner = 'human' and from_owner in ('queued', 'assigned')
"""


class Reception:
    """Answers from what was read within the last second. `elsewhere` are channels whose platform has a desk
    of its own, which is always taken for open.
    """

    def __init__(self, database: Database, settings: Settings, elsewhere: Set[str] = frozenset()) -> None:
        self._database = database
        self._settings = settings
        self._roster = Roster(database)
        self._elsewhere = elsewhere
        self._state: State = "none"
        self._taken = 0
        self._until = 0.0

    async def state(self, channel: str) -> State:
        """Whether people take conversations of `channel` now; "none" where nobody at all works at the desk.
        Raises StoreUnavailable.
        """
        if channel in self._elsewhere:
            return "open"
        await self._look()
        return self._state

    async def minutes(self, ahead: int) -> int | None:
        """How long who has `ahead` before them will wait, by what was taken lately; None where that is not
        known. Raises StoreUnavailable.
        """
        await self._look()
        if self._taken < ENOUGH:
            return None
        return ceil((ahead + 1) * LOOKED_BACK / self._taken)

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._until:
            return
        staffed = await self._database.row(_STAFFED, {"roles": SERVING})
        taken = await self._database.row(_TAKEN, {"minutes": LOOKED_BACK})
        opening = await self._settings.opening()
        is_open = opening.is_open(await self._roster.now())
        hours: State = "open" if is_open else "closed"
        self._state = hours if staffed and staffed["staffed"] else "none"
        self._taken = int((taken or {"taken": 0})["taken"])
        self._until = now + KEPT
