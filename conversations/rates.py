"""How often somebody may do something: so many times at once, and then as they come back with time.

The generic cell rate algorithm: of each key one moment is kept, that at which all it has used is free again.
The clock is the process's own and never jumps. Nothing is shared between processes: with n gateways behind a
load balancer a key has up to n times its rate.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDING = 1e-6  # seconds
MOST = 100_000  # keys, some 20 MB


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` times within `seconds`."""

    count: int
    seconds: float


class Rates:
    """The same rate for each of many keys. Beyond `most` of them the one used longest ago begins anew."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._interval = rate.seconds / rate.count
        self._slack = rate.seconds - self._interval
        self._clock, self._most = clock, most
        self._free_at: dict[str, float] = {}  # the key used last stands last

    def wait(self, key: str) -> float:
        """Seconds until `key` may; 0 if it may now."""
        now = self._clock()
        left = self._free_at.get(key, now) - now - self._slack
        return left if left > ROUNDING else 0.0

    def take(self, key: str) -> float:
        """As `wait`, and where that is 0 it is counted; what is refused is not."""
        left = self.wait(key)
        if left == 0.0:
            self.use(key)
        return left

    def use(self, key: str) -> None:
        """Count one, whatever is left."""
        now = self._clock()
        self._free_at[key] = max(self._free_at.pop(key, now), now) + self._interval
        if len(self._free_at) > self._most:
            del self._free_at[next(iter(self._free_at))]
