"""A host that hangs keeps two threads of its own at most, and nobody who asks another one waits for it."""

import asyncio
import threading
from time import monotonic
from typing import Any

import pytest

from market.session import Session
from market.sources.fact_roster import live_sources
from tests.fakes.upstreams import Upstreams
from tests.unit.market.every_source import clock, lines_of
from tests.unit.market.given import security

ASKERS = 6
AT_ONCE = 1.5
"""Seconds, on a busy machine; the hosts that hang would take thirty."""

HANGING: dict[tuple[str, str], list[Any]] = {
    ("东方财富", "news_about"): [f"60051{digit}" for digit in range(ASKERS)],
    ("东方财富", "valuation"): [security(f"SH60051{digit}") for digit in range(ASKERS)],
}
"""One asks by curl_cffi and waits half a minute, one tries three times with pauses between."""


@pytest.mark.parametrize("which", HANGING, ids=" ".join)
async def test_a_host_that_hangs_keeps_nobody_else_waiting(
    which: tuple[str, str], upstreams: Upstreams, session: Session
) -> None:
    lines = lines_of(4.0)
    lines.akshare.load().result()
    sources = {(each.name, each.kind.name): each for each in live_sources(lines, session, clock(""))}
    hanging, other = sources[which], sources["巨潮资讯", "profile"]
    upstreams.switch(hanging.host, "hang")
    waiting = [asyncio.create_task(hanging.fetch(key)) for key in HANGING[which]]
    await are_asking(upstreams, hanging.host)
    began = monotonic()
    assert await other.fetch(security("SZ000001"))
    assert monotonic() - began < AT_ONCE
    assert not any(task.done() for task in waiting)
    held = [thread.name for thread in threading.enumerate() if f"akshare-{hanging.host}_" in thread.name]
    assert len(held) == 2
    assert upstreams.counts[hanging.host] == 2
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await lines.aclose()


async def test_who_gives_up_leaves_no_question_behind(upstreams: Upstreams, session: Session) -> None:
    """Otherwise a host that comes back would be asked for what nobody waits for any more."""
    lines = lines_of(0.3)
    lines.akshare.load().result()
    sources = {(each.name, each.kind.name): each for each in live_sources(lines, session, clock(""))}
    shares = sources["东方财富", "shares"]
    upstreams.switch(shares.host, "hang")
    waiting = [asyncio.create_task(shares.fetch(security(f"SH60051{digit}"))) for digit in range(ASKERS)]
    await are_asking(upstreams, shares.host)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.sleep(0.6)
    assert upstreams.counts[shares.host] == 2
    await lines.aclose()


async def are_asking(upstreams: Upstreams, host: str) -> None:
    """Until both threads have sent their question, or two seconds long."""
    for _ in range(200):
        if upstreams.counts[host] == 2:
            break
        await asyncio.sleep(0.01)
