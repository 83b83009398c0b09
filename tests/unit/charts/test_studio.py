"""The drawer is another process: it is warmed, bounded in time, and replaced when it dies."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from charts.candles import render_candles
from charts.errors import NotDrawn
from charts.studio import Studio
from tests.unit.charts.given import Picture, candles, day

HANG = """
import sys, time
from charts.pipe import pack
sys.stdout.buffer.write(pack("ready"))
sys.stdout.flush()
time.sleep(60)
"""


def drawers(parent: int) -> list[int]:
    """Processes below `parent` that draw."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields, command = (
                stat.read_text().rpartition(")")[2].split(),
                stat.with_name("cmdline").read_bytes(),
            )
        except OSError:  # it ended while we looked
            continue
        if int(fields[1]) == parent and b"charts.drawing" in command:
            found.append(int(stat.parent.name))
    return found


async def test_both_kinds_of_pictures_come_back() -> None:
    async with Studio() as studio:
        assert Picture(await studio.draw(candles())).image.size == (1080, 1350)
        assert Picture(await studio.draw(day())).image.size == (1080, 1350)


async def test_many_who_ask_at_once_are_all_served_in_turn() -> None:
    async with Studio(seconds=30) as studio:
        pictures = await asyncio.gather(*(studio.draw(candles(shown=20 + place)) for place in range(4)))
    assert len(set(pictures)) == 4


async def test_what_cannot_be_drawn_is_said_and_the_next_is_drawn() -> None:
    async with Studio(seconds=30) as studio:
        with pytest.raises(NotDrawn, match="no bars"):
            await studio.draw(candles([]))
        assert await studio.draw(candles())


async def test_a_drawer_that_dies_is_replaced() -> None:
    async with Studio(seconds=30) as studio:
        await studio.draw(candles())
        (first,) = drawers(os.getpid())
        os.kill(first, 9)
        await asyncio.sleep(0.2)
        assert await studio.draw(candles())
        (second,) = drawers(os.getpid())
    assert first != second
    assert drawers(os.getpid()) == []


async def test_a_drawer_that_hangs_costs_one_picture_and_its_place() -> None:
    async with Studio(seconds=0.5, command=(sys.executable, "-c", HANG)) as studio:
        with pytest.raises(NotDrawn, match="in time"):
            await studio.draw(candles())
        with pytest.raises(NotDrawn, match="in time"):
            await studio.draw(candles())


async def test_a_drawer_that_never_comes_is_no_picture() -> None:
    async with Studio(seconds=20, command=(sys.executable, "-c", "pass")) as studio:
        with pytest.raises(NotDrawn, match="no drawer came"):
            await studio.draw(candles())
    async with Studio(seconds=20, command=("/nonexistent/drawer",)) as studio:
        with pytest.raises(NotDrawn, match="no process"):
            await studio.draw(candles())


async def test_who_gives_up_leaves_no_half_read_picture_behind() -> None:
    async with Studio(seconds=30) as studio:
        await studio.draw(candles())
        asking = asyncio.create_task(studio.draw(candles(shown=245)))
        await asyncio.sleep(0.02)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert await studio.draw(candles()) == render_candles(candles())
