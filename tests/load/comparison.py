"""The peers side by side: measured in turns within one run, so that a busy machine slows them alike."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.e2e.processes import cpu_by_name
from tests.load.generator import Peer, Senders, measure_latency, measure_throughput

WARM_UP_TURNS = 50
ROUNDS = 2
TURNS_A_ROUND = 120
SECONDS_A_ROUND = 10.0
INVESTORS_AT_ONCE = 12


@dataclass(eq=False)
class Figures:
    """What one peer showed over all rounds."""

    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    turns: int = 0
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def p50(self) -> float:
        """Milliseconds of the median turn."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]

    @property
    def rate(self) -> float:
        """Turns a second at saturation."""
        return statistics.mean(self.rates)

    @property
    def cpu_per_turn(self) -> dict[str, float]:
        """Milliseconds of CPU a turn at saturation, by process."""
        return {name: seconds * 1000 / self.turns for name, seconds in self.cpu.items()}


async def compare(peers: Sequence[Peer]) -> list[Figures]:
    """The figures of each peer, in the order given."""
    senders = Senders()
    figures = [Figures() for _ in peers]
    for peer in peers:
        await measure_latency(peer, senders, WARM_UP_TURNS)
    for _ in range(ROUNDS):
        for peer, seen in zip(peers, figures, strict=True):
            seen.times += await measure_latency(peer, senders, TURNS_A_ROUND)
            await _saturate(peer, senders, seen)
    return figures


async def _saturate(peer: Peer, senders: Senders, seen: Figures) -> None:
    before = cpu_by_name(peer.pids())
    rate = await measure_throughput(peer, senders, SECONDS_A_ROUND, INVESTORS_AT_ONCE)
    seen.rates.append(rate)
    seen.turns += round(rate * SECONDS_A_ROUND)
    for name, seconds in cpu_by_name(peer.pids()).items():
        seen.cpu[name] = seen.cpu.get(name, 0.0) + seconds - before.get(name, 0.0)
