"""Asks the store for many at once: while one statement is under way, who else has the same to ask gathers.

Whoever comes alone does not wait; a crowd costs as many round trips as one after the other fit into its time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

MOST = 100  # of one statement


class Together[Asked, Answer]:
    """`work` answers several at once, in their order; what it raises, each of them gets."""

    def __init__(self, work: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]) -> None:
        self._work = work
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                answers = await self._work([asked for asked, _ in batch])
            except Exception as exc:  # whatever it was, each who asked must hear of it
                for _, future in batch:
                    if not future.done():
                        future.set_exception(exc)
                continue
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)
