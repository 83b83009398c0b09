"""The job behind a promised second message: have it prepared, say it; if that fails, say that it failed."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from conversations import Conversations, Reply, StoreUnavailable
from conversations.followups import QUEUE, TASK, Promise
from conversations.privacy import trace_of
from notices.errors import NotPrepared
from notices.jobs import Task

WITHIN = 50.0  # seconds from the promise to the message; it was promised within a minute
LEAST = 20.0  # seconds that a late beginning has all the same: a gateway was down meanwhile
ATTEMPTS = 3  # a promise that brought down this many workers is not prepared again

log = logging.getLogger(__name__)


class Kind(Protocol):
    """One kind of thing that can be promised."""

    async def prepare(self, key: str, within: float) -> Sequence[Reply]:
        """What is to be said, in at most `within` seconds; raises NotPrepared."""
        ...

    def apology(self, key: str) -> Reply:
        """What is said where nothing could be prepared."""
        ...


class Followups:
    """Keeps promises by their `kinds`."""

    def __init__(self, conversations: Conversations, kinds: Mapping[str, Kind]) -> None:
        self._conversations = conversations
        self._kinds = kinds

    @property
    def task(self) -> Task:
        return Task(QUEUE, TASK, self.keep)

    async def keep(self, arguments: Mapping[str, Any], attempts: int) -> None:
        """Settle one promise. Raises StoreUnavailable, and then it may be called again."""
        promise = await self._conversations.promised(arguments["followup"])
        if promise is None:
            return
        kind = self._kinds.get(promise.kind)
        if kind is None:
            log.error("nobody prepares a %s", promise.kind)
            await self._conversations.follow_up(promise.number, (), failed=True)
            return
        try:
            replies = await _prepared(kind, promise, attempts)
            await self._conversations.follow_up(promise.number, replies)
        except StoreUnavailable:
            raise
        except NotPrepared as exc:
            log.warning("a %s could not be prepared: %s", promise.kind, exc.why)
            await self._apologise(kind, promise)
        except Exception as exc:  # whatever broke, in preparing or in what was prepared: a promise was made
            log.error("a %s broke: %s", promise.kind, trace_of(exc))
            await self._apologise(kind, promise)

    async def _apologise(self, kind: Kind, promise: Promise) -> None:
        await self._conversations.follow_up(promise.number, [kind.apology(promise.key)], failed=True)


async def _prepared(kind: Kind, promise: Promise, attempts: int) -> Sequence[Reply]:
    if attempts >= ATTEMPTS:
        raise NotPrepared(f"begun {attempts} times before")
    return await kind.prepare(promise.key, max(WITHIN - promise.age, LEAST))
