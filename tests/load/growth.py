"""Whether a conversation gets slower as it gets longer."""

import statistics
from dataclasses import dataclass

from tests.load.connection import Connection
from tests.load.generator import Peer, time_turn

CONVERSATIONS = 3
EARLY, LATE = range(3, 8), range(296, 301)


@dataclass(frozen=True)
class Growth:
    """Milliseconds of a turn around the 5th and around the 300th, each the median of some."""

    early: float
    late: float


async def measure_growth(peer: Peer) -> Growth:
    conversations = [await _time_conversation(peer, number) for number in range(CONVERSATIONS)]
    early, late = (
        statistics.median(times[turn - 1] for times in conversations for turn in turns)
        for turns in (EARLY, LATE)
    )
    return Growth(early, late)


async def _time_conversation(peer: Peer, number: int) -> list[float]:
    async with Connection(peer.address) as connection:
        return [await time_turn(peer, connection, f"long-{number}") for _ in range(LATE.stop - 1)]
