"""How long a chart takes to be drawn in its own process, and how heavy it is."""

import asyncio
import statistics
import time
from dataclasses import dataclass

from charts.studio import Studio
from tests.unit.charts.given import candles, day

ROUNDS = 15


@dataclass(frozen=True)
class Drawing:
    """Milliseconds of the median picture, kilobytes of the heaviest."""

    p50: float
    kilobytes: float


def measure_drawing() -> Drawing:
    return asyncio.run(_measure())


async def _measure() -> Drawing:
    """Three months and a year of candles and the line of a day in turn, the first of all left out."""
    times, sizes = [], []
    async with Studio(seconds=30) as studio:
        await studio.draw(candles())
        for _ in range(ROUNDS):
            for chart in (candles(), candles(shown=245), day()):
                start = time.perf_counter()
                picture = await studio.draw(chart)
                times.append((time.perf_counter() - start) * 1000)
                sizes.append(len(picture) / 1024)
    return Drawing(statistics.median(times), max(sizes))
