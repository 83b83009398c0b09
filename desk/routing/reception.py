"""Who is there, for the conversations room: whether a wish for a person can be met, and how long it takes.

It answers from memory, which `run` keeps fresh: it is asked in every turn, and in the middle of transactions.
"""

import asyncio
from math import ceil

from conversations.database import Database
from conversations.reception import Attended
from conversations.rounds import Rounds
from desk.routing.roster import SERVING
from desk.routing.settings import Settings

KEPT = 3.0  # seconds; longer than two rounds of `run` are apart
LOOKED_BACK = 30  # minutes
ENOUGH = 3  # conversations taken in that time, from which on they say something about the next

_LOOK = """
select now() as now,
  exists (select from desk_agent where active and role = any(%(roles)s)) as staffed,
  (select count(*)::int from transition
   where at > now() - make_interval(mins => %(minutes)s)
     and to_owner = 'human' and from_owner in ('queued', 'assigned')) as taken
"""


class Reception:
    """The port of conversations.reception over the desk's hours and people."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._looking = asyncio.Lock()
        self._state: Attended = "none"
        self._taken = 0
        self._until = 0.0

    async def run(self) -> None:
        """Look each second, until cancelled."""
        await Rounds().run(self.look)

    async def state(self, channel: str) -> Attended:
        """Whether people take conversations now; "none" where nobody at all works at the desk. Raises
        StoreUnavailable where nothing is remembered.
        """
        async with self._looking:
            if not self._is_fresh:
                await self.look()
        return self._state

    async def minutes(self, ahead: int) -> int | None:
        """How long who has `ahead` before them will wait, by what was taken lately; None where that is not
        known.
        """
        if not self._is_fresh or self._taken < ENOUGH:
            return None
        return ceil((ahead + 1) * LOOKED_BACK / self._taken)

    async def look(self) -> None:
        """Read how it is now."""
        [seen] = await self._database.rows(_LOOK, {"roles": SERVING, "minutes": LOOKED_BACK})
        opening = await self._settings.opening()
        hours: Attended = "open" if opening.is_open(seen["now"]) else "closed"
        self._state = hours if seen["staffed"] else "none"
        self._taken = seen["taken"]
        self._until = asyncio.get_running_loop().time() + KEPT

    @property
    def _is_fresh(self) -> bool:
        return asyncio.get_running_loop().time() < self._until
