"""Asking once for everybody: requests that arrive together become one, and nobody asks twice."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from market.quote import Quote, QuoteMissing
from market.securities import Security

Found = Quote | QuoteMissing
Fetch = Callable[[list[Security]], Awaitable[Mapping[str, Found]]]


class Flight:
    """Collects what is asked within `window` seconds and fetches it in batches of at most `batch`.

    A security under way is waited for, never asked again; an asker who gives up leaves the others'
    answer alone.
    """

    def __init__(self, fetch: Fetch, batch: int = 60, window: float = 0.005) -> None:
        self._fetch = fetch
        self._batch = batch
        self._window = window
        self._under_way: dict[str, asyncio.Future[Found]] = {}
        self._waiting: list[Security] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def bring(self, securities: Iterable[Security]) -> dict[str, Found]:
        """What was found for each, by ref."""
        wanted = {security.ref: self._board(security) for security in securities}
        if wanted:
            await asyncio.wait(wanted.values())
        return {ref: future.result() for ref, future in wanted.items()}

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for future in self._under_way.values():
            future.cancel()

    def _board(self, security: Security) -> asyncio.Future[Found]:
        future = self._under_way.get(security.ref)
        if future is None:
            future = asyncio.get_running_loop().create_future()
            self._under_way[security.ref] = future
            if not self._waiting:
                self._spawn(self._depart())
            self._waiting.append(security)
        return future

    async def _depart(self) -> None:
        await asyncio.sleep(self._window)
        waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), self._batch):
            self._spawn(self._carry(waiting[start : start + self._batch]))

    async def _carry(self, securities: list[Security]) -> None:
        found: Mapping[str, Found] = {}
        try:
            found = await self._fetch(securities)
        finally:
            for security in securities:
                future = self._under_way.pop(security.ref)
                if not future.done():
                    future.set_result(found.get(security.ref) or QuoteMissing(security, "source_down"))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
