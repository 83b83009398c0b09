"""What a run of briefs has composed so far, by what is watched: each list once, several side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence, Set

from conversations.messages import Reply
from notices.errors import NotPrepared, SourceAway

AT_ONCE = 6  # compositions that are asked for side by side
WITHIN = 30.0  # seconds for one, tries at a restarting action server included
KEPT = 20_000  # compositions of a run that are kept for its next batches

Refs = tuple[str, ...]
Prepare = Callable[[str, float], Awaitable[Sequence[Reply]]]
"""("morning:SH600519,SZ000858", seconds) → replies; raises NotPrepared."""

log = logging.getLogger(__name__)


class Compositions:
    """Of one `kind`. Where `AT_ONCE` in a row find nobody to compose, the others are not asked for: they
    would only wait as long.
    """

    def __init__(self, kind: str, prepare: Prepare) -> None:
        self._kind = kind
        self._prepare = prepare
        self._made: dict[Refs, Reply] = {}
        self._failures = 0

    def of(self, refs: Refs) -> Reply | None:
        """None for what could not be composed."""
        return self._made.get(refs)

    async def bring(self, wanted: Set[Refs]) -> bool:
        """Compose what is not there yet. False where nobody composes now, or nothing came of any."""
        if len(self._made) > KEPT:
            self._made.clear()
        self._failures = 0
        places = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._one(refs, places) for refs in wanted - self._made.keys()))
        return self._failures < AT_ONCE and not wanted.isdisjoint(self._made)

    async def _one(self, refs: Refs, places: asyncio.Semaphore) -> None:
        async with places:
            if self._failures >= AT_ONCE:
                return
            try:
                replies = await self._prepare(f"{self._kind}:{','.join(refs)}", WITHIN)
            except NotPrepared as exc:  # the others get theirs
                self._failures += isinstance(exc, SourceAway)
                log.warning("a %s brief could not be prepared: %s", self._kind, exc.why)
                return
            self._made[refs], self._failures = replies[0], 0
