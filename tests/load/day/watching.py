"""What the processes use while the load goes on: CPU a turn, and memory from the beginning to the end."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from tests.e2e.processes import cpu_by_name
from tests.e2e.system import System

EVERY = 5.0  # seconds
KB = 1024


@dataclass
class Usage:
    """`memory` in MB, one reading each EVERY seconds; `cpu` in seconds; both by process."""

    cpu: dict[str, float] = field(default_factory=dict)
    memory: dict[str, list[float]] = field(default_factory=dict)

    def grown(self, name: str) -> float:
        """Memory of the last quarter against that of the second, when all was warm."""
        readings = self.memory[name]
        quarter = max(1, len(readings) // 4)
        return fmean(readings[-quarter:]) / fmean(readings[quarter : 2 * quarter] or readings[:1])

    def over_time(self, name: str) -> list[float]:
        """Its memory at the beginning, after each quarter, and at the end."""
        readings = self.memory[name]
        return [readings[(len(readings) - 1) * quarter // 4] for quarter in range(5)]


@asynccontextmanager
async def watched(system: System) -> AsyncIterator[Usage]:
    """What is used within."""
    usage, before = Usage(), cpu_by_name(system.groups())
    task = asyncio.create_task(_read(system, usage))
    try:
        yield usage
    finally:
        task.cancel()
    for name, seconds in cpu_by_name(system.groups()).items():
        usage.cpu[name] = seconds - before[name]


async def _read(system: System, usage: Usage) -> None:
    while True:
        for name, pids in system.groups().items():
            usage.memory.setdefault(name, []).append(_megabytes(pids))
        await asyncio.sleep(EVERY)


def _megabytes(pids: Sequence[int]) -> float:
    """What each has for itself, so that PostgreSQL's shared pages are not counted for every server."""
    return sum(_private(pid) for pid in pids) / KB


def _private(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    sizes: Mapping[str, str] = dict(line.split(":", 1) for line in lines[1:])
    return sum(int(sizes[name].split()[0]) for name in ("Private_Clean", "Private_Dirty"))
