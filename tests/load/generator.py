"""The load on a peer: one investor after another for the latency, many at once for the throughput."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from typing import Protocol

from tests.load.connection import Address, Connection

TURNS_PER_CONVERSATION = 5


class Peer(Protocol):
    """An assistant that is up and can be asked for a quote over HTTP."""

    @property
    def name(self) -> str: ...

    @property
    def address(self) -> Address: ...

    async def ask(self, connection: Connection, sender: str) -> None:
        """One whole turn; raises when the answer is not the quote."""

    def pids(self) -> dict[str, list[int]]:
        """The processes whose CPU time a turn costs, by the part they belong to."""


class Senders:
    """New investors without end, a fresh name for each conversation of five turns."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._started = time.time_ns()

    def conversation(self) -> Iterator[str]:
        sender = f"load-{self._started}-{next(self._numbers)}"
        return itertools.repeat(sender, TURNS_PER_CONVERSATION)


async def measure_latency(peer: Peer, senders: Senders, turns: int) -> list[float]:
    """Milliseconds of each of `turns` turns, asked one after another on one connection."""
    times: list[float] = []
    async with Connection(peer.address) as connection:
        while len(times) < turns:
            for sender in senders.conversation():
                times.append(await time_turn(peer, connection, sender))
    return times


async def time_turn(peer: Peer, connection: Connection, sender: str) -> float:
    """Milliseconds of one turn."""
    start = time.perf_counter()
    await peer.ask(connection, sender)
    return (time.perf_counter() - start) * 1000


async def measure_throughput(peer: Peer, senders: Senders, seconds: float, concurrency: int) -> float:
    """Turns a second in a closed loop: each of `concurrency` investors asks as soon as answered."""
    end = time.perf_counter() + seconds
    start = time.perf_counter()
    counts = await asyncio.gather(*(_ask_until(end, peer, senders) for _ in range(concurrency)))
    return sum(counts) / (time.perf_counter() - start)


async def _ask_until(end: float, peer: Peer, senders: Senders) -> int:
    turns = 0
    async with Connection(peer.address) as connection:
        while True:
            for sender in senders.conversation():
                if time.perf_counter() >= end:
                    return turns
                await peer.ask(connection, sender)
                turns += 1
