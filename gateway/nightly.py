"""What is done once a night: follow-up questions are counted; old gaps and old transcripts are forgotten;
what is not sealed with the newest key is sealed anew.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from actions.features import load_topics
from conversations.asked import Asked, count_asked
from conversations.database import Database
from knowledge.gaps import forget
from knowledge.store import Store
from market.session import SHANGHAI
from notices.jobs import Task

COUNTED = timedelta(days=90)
KEPT = timedelta(days=180)
NIGHT = "20 19 * * *"  # in UTC: 03:20 in Shanghai

log = logging.getLogger(__name__)


Forgetting = Callable[[], Awaitable[object]]
"""Drops what was kept long enough, or renews how it is kept."""


class Nightly:
    """The job of one night; any gateway may do it, and doing it twice changes nothing."""

    def __init__(self, dsn: str, forgetting: Sequence[Forgetting]) -> None:
        self._dsn = dsn
        self._forgetting = forgetting

    @property
    def task(self) -> Task:
        return Task("nightly", "nightly", self._work, NIGHT)

    async def _work(self, _arguments: Mapping[str, Any], _attempts: int) -> None:
        asked = await count_follow_ups(self._dsn)
        forgotten = await forget(Store(self._dsn), datetime.now(SHANGHAI) - KEPT)
        for each in self._forgetting:
            await each()
        log.info("%d questions counted, %d repeated", asked.questions, asked.repeats)
        log.info("%d gaps forgotten", forgotten)


async def count_follow_ups(dsn: str) -> Asked:
    """Count the transcripts anew and hand the result to the articles."""
    asides = [intent for intent, topic in load_topics().items() if topic is None]
    async with Database(dsn, connections=1) as database:
        asked = await count_asked(database, datetime.now(SHANGHAI) - COUNTED, asides)
    async with Store(dsn).changing() as change:
        await change.count_following(asked.pairs)
    return asked
