"""Has charts drawn and kept, once for all who ask for the same; where that fails there is no picture."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from actions.errors import PictureNotKept
from charts.errors import NotDrawn
from charts.series import Chart

log = logging.getLogger(__name__)

_HELD = 100
"""Pictures kept at hand, some 50 kB each."""


class Gallery:
    """`draw` makes a PNG of a chart, `keep` gives it an address."""

    def __init__(
        self, draw: Callable[[Chart], Awaitable[bytes]], keep: Callable[[bytes], Awaitable[str]]
    ) -> None:
        self._draw = draw
        self._keep = keep
        self._held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._under_way: dict[Hashable, asyncio.Task[bytes]] = {}

    async def show(self, key: Hashable, chart: Chart) -> str | None:
        """The address of the picture; charts of one `key` are the same. None where there is no picture."""
        try:
            return await self._keep(await self._picture(key, chart))
        except (NotDrawn, PictureNotKept) as failure:  # the facts are told in words
            log.warning("no picture: %s", failure)
            return None

    async def _picture(self, key: Hashable, chart: Chart) -> bytes:
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._draw_once(key, chart))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)

    async def _draw_once(self, key: Hashable, chart: Chart) -> bytes:
        picture = await self._draw(chart)
        self._held[key] = picture
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        return picture
