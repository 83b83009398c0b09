"""Which conversations have news, for whoever looks at many of them: the bells of all gateways, gathered."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

QUIET = 1.0  # seconds without a bell after which a reader looks anyway


class Reader:
    """What was rung since the last `next`."""

    def __init__(self) -> None:
        self._numbers: set[int] = set()
        self._rung = asyncio.Event()

    async def next(self) -> set[int]:
        """The conversations with news; none at all after a second of quiet. A bell may be lost with its
        connection: who must not miss anything looks each second besides.
        """
        with contextlib.suppress(TimeoutError):  # nothing was rung
            await asyncio.wait_for(self._rung.wait(), QUIET)
        self._rung.clear()
        numbers, self._numbers = self._numbers, set()
        return numbers

    def ring(self, conversation_id: int) -> None:
        self._numbers.add(conversation_id)
        self._rung.set()


class News:
    """Hands each bell to all who read."""

    def __init__(self) -> None:
        self._readers: set[Reader] = set()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        reader = Reader()
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    def ring(self, conversation_id: int) -> None:
        for reader in self._readers:
            reader.ring(conversation_id)
