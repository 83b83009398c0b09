"""One question about many securities, a batch at a time, as each watcher's round asks it."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import batched

from notices.errors import NotPrepared, SourceAway

TOGETHER = 400  # securities of one question

log = logging.getLogger(__name__)


class Asked[A]:
    """The answers of one round to `ask`; once a part was not told `missed` says so, and the next asks again.

    `what` names in the log what was asked for.
    """

    def __init__(self, ask: Callable[[Sequence[str]], Awaitable[A]], what: str) -> None:
        self._ask = ask
        self._what = what
        self.missed = False

    async def of(self, refs: Sequence[str]) -> AsyncIterator[A]:
        """What is told of each batch; where the source is away, the rest is not asked for."""
        for batch in batched(refs, TOGETHER):
            try:
                answer = await self._ask(batch)
            except NotPrepared as exc:  # what the others tell is told
                log.warning("no %s: %s", self._what, exc.why)
                self.missed = True
                if isinstance(exc, SourceAway):
                    return
                continue
            yield answer
