"""A gateway's clock may jump: nothing at the desk is decided by it."""

import asyncio
import json
import os
import sys
from pathlib import Path

import libfaketime
import pytest

SCRIPT = Path(__file__).with_name("jumping.py")
ROOT = Path(__file__).parents[4]


async def test_nobody_is_requeued_expired_or_told_anything_when_a_gateways_clock_jumps(
    database_url: str,
) -> None:
    _, preloaded = libfaketime.get_reload_information()  # type: ignore[no-untyped-call]  # it has no types
    environment = {**os.environ, **preloaded, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPT), database_url, env=environment, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    seen = json.loads(printed)
    start, forward, back = seen["hour"]
    assert (forward - start, back - start) == pytest.approx((3, -3), abs=0.1)  # it did jump
    assert seen["owners"][0] == [
        ["queued", None],
        ["assigned", "wang"],
        ["human", "wang"],
        ["wrapup", "wang"],
        ["bot", None],
    ]
    assert seen["there"][0] == ["busy"]
    assert seen["appointment"][0] == ["booked"]
    for what in ("owners", "there", "told", "appointment"):
        assert seen[what][1:] == [seen[what][0]] * 2, what
